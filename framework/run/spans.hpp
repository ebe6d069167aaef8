// SPDX-License-Identifier: Apache-2.0
// What ran when, on which thread: the raw material of profiles and traces.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace pipeline::run {

struct Span {
  // In place of a step; `save` is of what a step has made, `reuse` of what is kept of earlier runs,
  // and `keep` is for later ones.
  static constexpr uint32_t load = UINT32_MAX, store = UINT32_MAX - 1, save = UINT32_MAX - 2,
                            reuse = UINT32_MAX - 3, keep = UINT32_MAX - 4;
  // All of these, in the order in which they are told of, by decreasing number.
  static constexpr const char* names[] = {"(read)", "(write)", "(save)", "(reuse)", "(keep)"};

  uint32_t step = 0;
  uint32_t thread = 0;  // its place in the arena, from 0
  size_t frame = 0;
  std::chrono::nanoseconds begin{}, end{};  // since the Spans were made
  size_t pixels = 0;                        // of the largest raster taken or delivered
  size_t bytes = 0;                         // of host memory taken
};

// [any thread]
class Spans {
 public:
  using Clock = std::chrono::steady_clock;

  void add(const Span& span);
  std::chrono::nanoseconds since(Clock::time_point time) const { return time - start_; }

  // By begin. [when nothing runs]
  std::vector<Span> sorted() const;

 private:
  const Clock::time_point start_ = Clock::now();
  std::mutex mutex_;
  std::vector<Span> spans_;
};

// Times one span, if there is somewhere to note it.
class SpanClock {
 public:
  explicit SpanClock(Spans* spans) : spans_(spans) {
    if (spans_) begin_ = Spans::Clock::now();
  }
  explicit operator bool() const { return spans_ != nullptr; }
  void note(uint32_t step, size_t frame, size_t pixels, size_t bytes) const;

 private:
  Spans* spans_;
  Spans::Clock::time_point begin_;
};

}  // namespace pipeline::run
