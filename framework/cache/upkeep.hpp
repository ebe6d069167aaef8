// SPDX-License-Identifier: Apache-2.0
// Keeps the folder of a cache within its bound.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace pipeline::cache {

// Deletes what was not used for the longest time (by time of change, which a use sets anew), until
// all is at most seven eighths of the bound; and what a write that was killed an hour ago left.
// Only files of the cache's own names. Several processes may do it at once: each looks at the
// folder again after a sixteenth of the bound that it wrote, so that each passes it by no more.
// [any thread]
class Upkeep {
 public:
  Upkeep(std::filesystem::path folder, uint64_t most_bytes);

  // A file of that size was written.
  void added(uint64_t bytes);

 private:
  void look();

  const std::filesystem::path folder_;
  const uint64_t most_;
  std::mutex mutex_;  // of looking
  std::atomic<bool> looked_{false};
  std::atomic<uint64_t> there_{0}, since_{0};  // at the last look, and written since
};

}  // namespace pipeline::cache
