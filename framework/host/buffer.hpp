// SPDX-License-Identifier: Apache-2.0
// Host memory: where all bulk data of values lives.
#pragma once

#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstddef>
#include <limits>

#include "framework/host/account.hpp"
#include "framework/host/pool.hpp"

namespace pipeline::host {

class Memory;

// One counted block, 64-byte aligned. Returns to the Memory it came from with its last reference.
class Buffer {
 public:
  void* data() const { return block_.data; }
  size_t size() const { return size_; }
  bool holds(const void* p, size_t bytes) const {
    const auto* first = static_cast<const char*>(block_.data);
    const auto* at = static_cast<const char*>(p);
    return at >= first && bytes <= size_ && at <= first + (size_ - bytes);
  }

  friend void intrusive_ptr_add_ref(Buffer* b) {
    b->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(Buffer* b);

 private:
  friend class Memory;
  Buffer(Memory& memory, Account* account, Pool::Block block, size_t size, size_t charged)
      : memory_(memory), account_(account), block_(block), size_(size), charged_(charged) {}

  Memory& memory_;
  Account* account_;
  Pool::Block block_;
  size_t size_, charged_;  // to the account
  std::atomic<unsigned> references_{0};
};

using BufferRef = boost::intrusive_ptr<Buffer>;

// Where blocks come from instead of the pool, for tests of plugins. [any thread]
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  virtual Pool::Block take(size_t bytes) = 0;  // 64-byte aligned; without data where there is none
  virtual void give(Pool::Block block) = 0;
};

// Hands out buffers, counts them, and keeps freed ones for the next: what it holds in all never
// passes the most that was in use at once by more than a quarter, nor a limit. Outlives all its
// buffers. [any thread]
class Memory {
 public:
  // Null when the system has no more, or when `account` may not pass the limit: then it says
  // was_refused().
  BufferRef allocate(size_t bytes, Account* account = nullptr);

  // A buffer over memory that somebody else owns, who keeps it for longer and frees it; it is not
  // counted. Null when the system has no more.
  BufferRef lend(void* data, size_t bytes);

  // Takes blocks from there; it outlives this. [before the first allocation]
  void set_source(BlockSource& source) { source_ = &source; }

  // For accounts that may not pass it. [before the first allocation]
  void set_limit(size_t bytes) { limit_ = bytes; }
  size_t limit() const { return limit_; }

  size_t bytes_in_use() const { return in_use_.load(std::memory_order_relaxed); }
  size_t peak_bytes() const { return peak_.load(std::memory_order_relaxed); }

 private:
  friend void intrusive_ptr_release(Buffer* b);
  bool reserve(size_t capacity, Account* account);
  void unreserve(size_t capacity, Account* account, size_t charged);
  size_t extra_for(size_t capacity) const;
  size_t room_to_keep() const;
  void release(Buffer* b);
  void give_back(Pool::Block block);

  Pool pool_;
  BlockSource* source_ = nullptr;
  size_t limit_ = std::numeric_limits<size_t>::max();
  std::atomic<size_t> in_use_{0}, peak_{0};
};

}  // namespace pipeline::host
