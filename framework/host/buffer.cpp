// SPDX-License-Identifier: Apache-2.0
#include "framework/host/buffer.hpp"

#include <cstdlib>
#include <limits>
#include <new>

namespace pipeline::host {

namespace {
constexpr size_t alignment = 64;
}

BufferRef Memory::allocate(size_t bytes) {
  if (bytes > std::numeric_limits<size_t>::max() / 2) return nullptr;
  const size_t rounded = (bytes / alignment + 1) * alignment;  // at least one byte past the end
  void* data = std::aligned_alloc(alignment, rounded);
  if (!data) return nullptr;
  auto* buffer = new (std::nothrow) Buffer(*this, data, bytes);
  if (!buffer) {
    std::free(data);
    return nullptr;
  }
  const size_t now = in_use_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  size_t peak = peak_.load(std::memory_order_relaxed);
  while (peak < now && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
  }
  return buffer;
}

void Memory::release(Buffer* b) {
  in_use_.fetch_sub(b->size_, std::memory_order_relaxed);
  std::free(b->data_);
  delete b;
}

void intrusive_ptr_release(Buffer* b) {
  if (b->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) b->memory_.release(b);
}

}  // namespace pipeline::host
