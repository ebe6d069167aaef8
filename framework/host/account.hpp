// SPDX-License-Identifier: Apache-2.0
// What one image holds of the host's memory.
#pragma once

#include <atomic>
#include <cstddef>

namespace pipeline::host {

// Outlives the buffers that were charged to it. [any thread]
class Account {
 public:
  // The oldest image in flight may pass the limit, so that there is always one that can go on. The
  // others are refused what would pass it, and run again when it is their turn to be the oldest.
  void set_may_pass(bool may) { may_pass_.store(may, std::memory_order_relaxed); }
  bool may_pass() const { return may_pass_.load(std::memory_order_relaxed); }

  void refuse() { refused_.store(true, std::memory_order_relaxed); }
  bool was_refused() const { return refused_.load(std::memory_order_relaxed); }

  void charge(size_t bytes) {
    const size_t now = in_use_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    size_t peak = peak_.load(std::memory_order_relaxed);
    while (peak < now && !peak_.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
    }
  }
  void release(size_t bytes) { in_use_.fetch_sub(bytes, std::memory_order_relaxed); }

  size_t bytes_in_use() const { return in_use_.load(std::memory_order_relaxed); }
  size_t peak_bytes() const { return peak_.load(std::memory_order_relaxed); }

  // For the next image: what is still in use stays charged.
  void begin() {
    refused_.store(false, std::memory_order_relaxed);
    peak_.store(bytes_in_use(), std::memory_order_relaxed);
  }

 private:
  std::atomic<size_t> in_use_{0}, peak_{0};
  std::atomic<bool> may_pass_{false}, refused_{false};
};

}  // namespace pipeline::host
