// SPDX-License-Identifier: Apache-2.0
#include "framework/host/buffer.hpp"

#include <algorithm>
#include <new>

namespace pipeline::host {

bool Memory::reserve(size_t capacity, Account* account) {
  const size_t now = in_use_.fetch_add(capacity, std::memory_order_relaxed) + capacity;
  if (account && now > limit_ && !account->may_pass()) {
    in_use_.fetch_sub(capacity, std::memory_order_relaxed);
    account->refuse();
    return false;
  }
  size_t peak = peak_.load(std::memory_order_relaxed);
  while (peak < now && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
  }
  if (account) account->charge(capacity);
  return true;
}

void Memory::unreserve(size_t capacity, Account* account, size_t charged) {
  in_use_.fetch_sub(capacity, std::memory_order_relaxed);
  if (account) account->release(charged);
}

// By how much a block may be larger than was asked for, so that stages one after the other share
// few blocks: no more than it is large itself, nor so much that more were in use than ever before.
size_t Memory::extra_for(size_t capacity) const {
  const size_t peak = std::min(peak_bytes(), limit_), now = bytes_in_use();
  return std::min(capacity, peak > now ? peak - now : 0);
}

// A quarter above the peak: stages one after the other ask for blocks of several sizes, and within
// the peak alone the one that goes for another's sake would be made anew for each image.
size_t Memory::room_to_keep() const {
  const size_t peak = peak_bytes(), now = bytes_in_use();
  const size_t held = std::min(peak + peak / 4, std::max(peak, limit_));
  return held > now ? held - now : 0;
}

BufferRef Memory::allocate(size_t bytes, Account* account) {
  if (bytes > std::numeric_limits<size_t>::max() / 2) return nullptr;
  const size_t capacity = Pool::capacity_for(bytes);
  if (!reserve(capacity, account)) return nullptr;
  const Pool::Block block =
      source_ ? source_->take(bytes) : pool_.take(capacity, extra_for(capacity));
  if (block.data) {
    in_use_.fetch_add(block.capacity - capacity, std::memory_order_relaxed);
    if (auto* b = new (std::nothrow) Buffer(*this, account, block, bytes, capacity)) return b;
    give_back(block);
  }
  unreserve(block.data ? block.capacity : capacity, account, capacity);
  return nullptr;
}

BufferRef Memory::lend(void* data, size_t bytes) {
  return new (std::nothrow) Buffer(*this, nullptr, {data, 0}, bytes, 0);
}

void Memory::release(Buffer* b) {
  unreserve(b->block_.capacity, b->account_, b->charged_);
  const bool is_lent = b->block_.capacity == 0;
  if (!is_lent) give_back(b->block_);
  delete b;
}

void Memory::give_back(Pool::Block block) {
  if (source_) return source_->give(block);
  pool_.give(block, room_to_keep());
}

void intrusive_ptr_release(Buffer* b) {
  if (b->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) b->memory_.release(b);
}

}  // namespace pipeline::host
