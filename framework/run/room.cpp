// SPDX-License-Identifier: Apache-2.0
#include "framework/run/room.hpp"

#include <algorithm>
#include <cstdint>

#include "framework/host/system_memory.hpp"

namespace pipeline::run {

namespace {

// Growth below this says more of the allocator than of images.
constexpr size_t least_growth = size_t{64} << 20;

constexpr std::chrono::milliseconds between_looks{1};

}  // namespace

Room::Room(size_t limit)
    : limit_(limit),
      resident_before_(limit == SIZE_MAX ? 0 : host::resident_memory()),
      peak_before_(host::peak_resident_memory()) {}

size_t Room::growth() {
  if (const auto now = Clock::now(); now - looked_ >= between_looks) {
    looked_ = now;
    const size_t peak = host::peak_resident_memory();
    // A peak that is no higher may be of an earlier run.
    const size_t held = peak > peak_before_ ? peak : host::resident_memory();
    growth_ = std::max(growth_, held - std::min(held, resident_before_));
  }
  return growth_ < least_growth ? 0 : growth_;
}

void Room::learn(size_t in_flight, size_t host_bytes) {
  if (limit_ == SIZE_MAX) return;
  host_ = std::max(host_, host_bytes);
  widest_ = std::max(widest_, in_flight);
  need_ = std::max(host_, growth() / widest_);
}

}  // namespace pipeline::run
