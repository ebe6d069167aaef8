// SPDX-License-Identifier: Apache-2.0
// Host memory: where all bulk data of values lives.
#pragma once

#include <atomic>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstddef>

namespace pipeline::host {

class Memory;

// One counted block, 64-byte aligned. Freed, to the Memory it came from, with its last reference.
class Buffer {
 public:
  void* data() const { return data_; }
  size_t size() const { return size_; }
  bool holds(const void* p, size_t bytes) const {
    const auto* first = static_cast<const char*>(data_);
    const auto* at = static_cast<const char*>(p);
    return at >= first && bytes <= size_ && at <= first + (size_ - bytes);
  }

  friend void intrusive_ptr_add_ref(Buffer* b) {
    b->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(Buffer* b);

 private:
  friend class Memory;
  Buffer(Memory& memory, void* data, size_t size) : memory_(memory), data_(data), size_(size) {}

  Memory& memory_;
  void* data_;
  size_t size_;
  std::atomic<unsigned> references_{0};
};

using BufferRef = boost::intrusive_ptr<Buffer>;

// Hands out buffers and counts them. Outlives all of them. [any thread]
class Memory {
 public:
  // Null when the system has no more.
  BufferRef allocate(size_t bytes);

  size_t bytes_in_use() const { return in_use_.load(std::memory_order_relaxed); }
  size_t peak_bytes() const { return peak_.load(std::memory_order_relaxed); }

 private:
  friend void intrusive_ptr_release(Buffer* b);
  void release(Buffer* b);

  std::atomic<size_t> in_use_{0}, peak_{0};
};

}  // namespace pipeline::host
