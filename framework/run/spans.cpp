// SPDX-License-Identifier: Apache-2.0
#include "framework/run/spans.hpp"

#include <tbb/task_arena.h>

#include <algorithm>

namespace pipeline::run {

void Spans::add(const Span& span) {
  const std::lock_guard lock(mutex_);
  spans_.push_back(span);
}

std::vector<Span> Spans::sorted() const {
  std::vector<Span> spans = spans_;
  std::stable_sort(spans.begin(), spans.end(),
                   [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return spans;
}

void SpanClock::note(uint32_t step, size_t frame, size_t pixels, size_t bytes) const {
  if (!spans_) return;
  const auto end = Spans::Clock::now();
  const int thread = tbb::this_task_arena::current_thread_index();
  spans_->add({step, thread < 0 ? 0 : static_cast<uint32_t>(thread), frame, spans_->since(begin_),
               spans_->since(end), pixels, bytes});
}

}  // namespace pipeline::run
