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

void* Pool::find(size_t capacity) {
  const std::lock_guard lock(mutex_);
  const auto fits = [&](const Block& block) { return block.capacity == capacity; };
  const auto it = std::find_if(blocks_.rbegin(), blocks_.rend(), fits);
  if (it == blocks_.rend()) return nullptr;
  void* data = it->data;
  kept_ -= capacity;
  blocks_.erase(std::next(it).base());
  return data;
}

void* Pool::take(size_t capacity) {
  if (capacity < least_kept) return std::aligned_alloc(alignment, capacity);
  if (void* data = find(capacity)) return data;
  void* data = std::aligned_alloc(alignment, capacity);
  if (data) return data;
  const std::lock_guard lock(mutex_);
  trim(0);
  return std::aligned_alloc(alignment, capacity);
}

void Pool::give(void* block, size_t capacity, size_t keep) {
  if (capacity < least_kept) return std::free(block);
  const std::lock_guard lock(mutex_);
  blocks_.push_back({block, capacity});
  kept_ += capacity;
  trim(keep);
}

void Pool::trim(size_t keep) {
  while (kept_ > keep) {
    std::free(blocks_.front().data);
    kept_ -= blocks_.front().capacity;
    blocks_.pop_front();
  }
}

}  // namespace pipeline::host
