// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/census.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <vector>

#include "plugins/quantize/common/rgba.hpp"
#include "plugins/quantize/common/scratch.hpp"

namespace pipeline::quantize {

namespace {

// An open-addressing table of at most `limit` colours.
class Counter {
 public:
  explicit Counter(size_t limit) : limit_(limit), slots_(std::bit_ceil(2 * limit)) {}

  // False when that would be one colour too many.
  bool add(uint32_t rgba, int64_t count) {
    const size_t mask = slots_.size() - 1;
    size_t i = (rgba * 2654435761U >> 7) & mask;
    while (slots_[i].weight && slots_[i].rgba != rgba) i = (i + 1) & mask;
    if (!slots_[i].weight) {
      if (used_ == limit_) return false;
      ++used_;
      slots_[i].rgba = rgba;
    }
    const uint64_t weight = slots_[i].weight + static_cast<uint64_t>(count);
    slots_[i].weight = static_cast<uint32_t>(std::min<uint64_t>(weight, UINT32_MAX));
    return true;
  }
  const std::vector<WeightedColour>& slots() const { return slots_; }  // weight 0: empty
  size_t used() const { return used_; }

 private:
  size_t limit_, used_ = 0;
  std::vector<WeightedColour> slots_;
};

template <int Channels>
bool count_row(const uint8_t* p, int width, Counter& counter) {
  for (int x = 0; x < width;) {
    const Rgba colour = read<Channels>(p);
    int64_t run = 0;
    do ++x, ++run, p += Channels;
    while (x < width && read<Channels>(p) == colour);
    if (!counter.add(pack(colour), run)) return false;
  }
  return true;
}

}  // namespace

std::optional<WeightedColours> census(const BasicCall& call, const Image<const uint8_t>& image,
                                      size_t limit) {
  std::vector<std::optional<Counter>> counters(call.slots());
  std::atomic<bool> too_many = false;
  call.rows(image.height(), [&](int64_t y0, int64_t y1, uint32_t slot) {
    auto& counter = counters[slot];
    if (!counter) counter.emplace(limit);
    for (int64_t y = y0; y < y1 && !too_many.load(std::memory_order_relaxed); ++y) {
      const bool fits = image.channels() == 3 ? count_row<3>(image.row(y), image.width(), *counter)
                                              : count_row<4>(image.row(y), image.width(), *counter);
      if (!fits) too_many = true;
    }
  });
  if (too_many) return std::nullopt;

  Counter all(limit);
  for (const auto& counter : counters) {
    if (!counter) continue;
    for (const auto& slot : counter->slots()) {
      if (slot.weight && !all.add(slot.rgba, slot.weight)) return std::nullopt;
    }
  }
  const auto found = scratch<WeightedColour>(call, all.used());
  std::copy_if(all.slots().begin(), all.slots().end(), found.begin(),
               [](const auto& slot) { return slot.weight > 0; });
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.rgba < b.rgba; });
  return found;
}

bool has_transparent(const BasicCall& call, const Image<const uint8_t>& image) {
  std::atomic<bool> found = false;
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1 && !found.load(std::memory_order_relaxed); ++y) {
      const uint8_t* alpha = image.row(y) + 3;
      for (int x = 0; x < image.width(); ++x) {
        if (alpha[4 * x] == 0) return found.store(true);
      }
    }
  });
  return found;
}

}  // namespace pipeline::quantize
