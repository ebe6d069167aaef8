// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/guarded_blocks.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include "framework/conformance/finding.hpp"

namespace pipeline::conformance {

namespace {

constexpr size_t alignment = 64;
constexpr uint8_t canary = 0xA7;

size_t rounded_up(size_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

}  // namespace

host::Pool::Block GuardedBlocks::take(size_t bytes) {
  const std::lock_guard lock(mutex_);
  try {
    const size_t size = rounded_up(std::max<size_t>(bytes, 1));
    auto memory = std::make_unique<Guarded>(size, Guarded::host_memory);
    auto* const data = static_cast<uint8_t*>(memory->data());
    std::memset(data, fill_, bytes);
    std::memset(data + bytes, canary, size - bytes);
    lent_.emplace(data, Lent{std::move(memory), bytes});
    return {data, size};
  } catch (const std::bad_alloc&) {
    return {};
  }
}

bool GuardedBlocks::is_whole(const Lent& lent) {
  const auto* const data = static_cast<const uint8_t*>(lent.memory->data());
  return std::all_of(data + lent.bytes, data + rounded_up(lent.bytes),
                     [](uint8_t byte) { return byte == canary; });
}

void GuardedBlocks::give(host::Pool::Block block) {
  const std::lock_guard lock(mutex_);
  const auto found = lent_.find(block.data);
  if (found == lent_.end()) return;
  is_damaged_ |= !is_whole(found->second);
  lent_.erase(found);
}

void GuardedBlocks::must_be_whole() {
  const std::lock_guard lock(mutex_);
  const bool all_whole = std::all_of(lent_.begin(), lent_.end(),
                                     [](const auto& lent) { return is_whole(lent.second); });
  if (is_damaged_ || !all_whole) {
    throw Broken("it goes past the end of an output or a buffer of the host's");
  }
}

}  // namespace pipeline::conformance
