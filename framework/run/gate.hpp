// SPDX-License-Identifier: Apache-2.0
// For ending a process in the middle of a batch that cannot be waited for.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <shared_mutex>

namespace pipeline::run {

// Images pass it while their outputs are written. Once it is shut no file is being written, and as
// many images are done as it has counted. [any thread]
class Gate {
 public:
  using Pass = std::shared_lock<std::shared_timed_mutex>;

  Pass pass() { return Pass(mutex_); }
  // An image is done; with a pass.
  void count_done() { ++done_; }
  size_t done() const { return done_; }

  // For good. False if a write still went on after that time: its file will not be there.
  bool shut(std::chrono::milliseconds at_most) { return mutex_.try_lock_for(at_most); }

 private:
  std::shared_timed_mutex mutex_;
  std::atomic<size_t> done_{0};
};

}  // namespace pipeline::run
