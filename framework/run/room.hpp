// SPDX-License-Identifier: Apache-2.0
// Whether one more image fits beside those in flight, within the memory limit.
#pragma once

#include <chrono>
#include <cstddef>

namespace pipeline::run {

// Takes every image to need as much as the largest need seen so far: of host memory, or of what the
// process grew by for each image in flight, so that what stages allocate for themselves counts,
// too. Until one has been through, an image is taken to need a GiB. [one thread at a time]
class Room {
 public:
  // limit: bytes for all images together; SIZE_MAX: there is always room.
  explicit Room(size_t limit);

  bool for_another(size_t in_flight) const { return in_flight < limit_ / need_; }

  // An image has been through. in_flight: how many there were until then; host_bytes: the most of
  // host memory that it had.
  void learn(size_t in_flight, size_t host_bytes);

 private:
  using Clock = std::chrono::steady_clock;
  size_t growth();

  const size_t limit_, resident_before_, peak_before_;
  size_t need_ = size_t{1} << 30;
  size_t host_ = 1, growth_ = 0, widest_ = 1;
  Clock::time_point looked_{};
};

}  // namespace pipeline::run
