// SPDX-License-Identifier: Apache-2.0
#include "framework/host/pool.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>

namespace pipeline::host {

namespace {

constexpr size_t alignment = 64;
// Below this the C library's own lists are as good. The address sanitizer must see every free.
#ifdef __SANITIZE_ADDRESS__
constexpr size_t least_kept = SIZE_MAX;
#else
constexpr size_t least_kept = size_t{32} << 10;
#endif

constexpr size_t exact = size_t{32} << 10;  // smaller blocks are as large as asked for

size_t rounded_up(size_t bytes, size_t to) { return (bytes + to - 1) / to * to; }

}  // namespace

size_t Pool::capacity_for(size_t bytes) {
  if (bytes < exact) return rounded_up(bytes + 1, alignment);
  return rounded_up(bytes + 1, std::bit_floor(bytes) / 8);
}

// The latest that fits, which the processor's caches may still hold, or the least that is larger.
Pool::Block Pool::find(size_t capacity, size_t extra) {
  const std::lock_guard lock(mutex_);
  auto best = blocks_.end();
  for (auto it = blocks_.begin(); it != blocks_.end(); ++it) {
    if (it->capacity < capacity || it->capacity - capacity > extra) continue;
    if (best == blocks_.end() || it->capacity <= best->capacity) best = it;
  }
  if (best == blocks_.end()) return {};
  const Block block = *best;
  kept_ -= block.capacity;
  blocks_.erase(best);
  return block;
}

Pool::Block Pool::take(size_t capacity, size_t extra) {
  const auto fresh = [&] { return Block{std::aligned_alloc(alignment, capacity), capacity}; };
  if (capacity < least_kept) return fresh();
  if (const Block block = find(capacity, extra); block.data) return block;
  if (const Block block = fresh(); block.data) return block;
  const std::lock_guard lock(mutex_);
  trim(0);
  return fresh();
}

void Pool::give(Block block, size_t keep) {
  if (block.capacity < least_kept) return std::free(block.data);
  const std::lock_guard lock(mutex_);
  blocks_.push_back(block);
  kept_ += block.capacity;
  trim(keep);
}

// Of the blocks that are each enough, the smallest goes, the latest last; while none is, the
// largest.
void Pool::trim(size_t keep) {
  while (kept_ > keep) {
    const size_t excess = kept_ - keep;
    const auto goes_before = [&](const Block& a, const Block& b) {
      const bool enough = a.capacity >= excess;
      if (enough != (b.capacity >= excess)) return enough;
      return enough ? a.capacity < b.capacity : a.capacity > b.capacity;
    };
    const auto goes = std::min_element(blocks_.begin(), blocks_.end(), goes_before);
    std::free(goes->data);
    kept_ -= goes->capacity;
    blocks_.erase(goes);
  }
}

}  // namespace pipeline::host
