// SPDX-License-Identifier: Apache-2.0
// The host's memory for outputs and scratch, which shows when a stage goes past its end.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "framework/conformance/guarded.hpp"
#include "framework/host/buffer.hpp"

namespace pipeline::conformance {

// Each block ends where a page begins that is not there, but for the bytes that its alignment
// takes; those are looked at when it is given back. [any thread]
class GuardedBlocks : public host::BlockSource {
 public:
  explicit GuardedBlocks(uint8_t fill) : fill_(fill) {}

  host::Pool::Block take(size_t bytes) override;
  void give(host::Pool::Block block) override;

  // Throws Broken where a stage has written between the end of a block and its page.
  void must_be_whole();

 private:
  struct Lent {
    std::unique_ptr<Guarded> memory;
    size_t bytes;  // that were asked for
  };
  static bool is_whole(const Lent& lent);

  std::mutex mutex_;
  std::map<void*, Lent> lent_;
  bool is_damaged_ = false;
  const uint8_t fill_;
};

}  // namespace pipeline::conformance
