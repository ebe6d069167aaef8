// SPDX-License-Identifier: Apache-2.0
#include "framework/host/buffer.hpp"

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

void Memory::unreserve(size_t capacity, Account* account) {
  in_use_.fetch_sub(capacity, std::memory_order_relaxed);
  if (account) account->release(capacity);
}

BufferRef Memory::allocate(size_t bytes, Account* account) {
  if (bytes > std::numeric_limits<size_t>::max() / 2) return nullptr;
  const size_t capacity = Pool::capacity_for(bytes);
  if (!reserve(capacity, account)) return nullptr;
  if (void* data = pool_.take(capacity)) {
    if (auto* b = new (std::nothrow) Buffer(*this, account, data, bytes, capacity)) return b;
    pool_.give(data, capacity, 0);
  }
  unreserve(capacity, account);
  return nullptr;
}

void Memory::release(Buffer* b) {
  unreserve(b->capacity_, b->account_);
  const size_t peak = peak_bytes(), now = bytes_in_use();
  pool_.give(b->data_, b->capacity_, peak > now ? peak - now : 0);
  delete b;
}

void intrusive_ptr_release(Buffer* b) {
  if (b->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) b->memory_.release(b);
}

}  // namespace pipeline::host
