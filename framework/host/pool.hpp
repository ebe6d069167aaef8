// SPDX-License-Identifier: Apache-2.0
// Freed blocks, kept for the next that asks for as much: a fresh block costs a page fault for each
// 4 KiB, which is more than many stages spend on its pixels.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>

namespace pipeline::host {

// [any thread]
class Pool {
 public:
  Pool() = default;
  ~Pool() { trim(0); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // How large a block is that holds `bytes` and at least one byte more: few sizes, so that blocks
  // fit again, each at most an eighth too large.
  static size_t capacity_for(size_t bytes);

  struct Block {
    void* data = nullptr;
    size_t capacity = 0;
  };

  // A block of `capacity` bytes, 64-byte aligned, uninitialised; of at most `extra` more if there
  // is one and none that fits. Without data when the system has no more.
  Block take(size_t capacity, size_t extra);
  // Takes a block back and keeps the latest blocks of together at most `keep` bytes.
  void give(Block block, size_t keep);

 private:
  Block find(size_t capacity, size_t extra);
  void trim(size_t keep);

  std::mutex mutex_;
  std::deque<Block> blocks_;  // the latest last
  size_t kept_ = 0;
};

}  // namespace pipeline::host
