// SPDX-License-Identifier: Apache-2.0
// What a user sees of a run while it goes on and at its end.
#pragma once

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "framework/cli/common/console.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// One image: its outputs, or its failure. Several: on a terminal a bar with rate, time left and
// failures so far; in a log a line for each image and every ten seconds one with the same; at the
// end one line for all. [one thread at a time, but for cut_short]
class Summary {
 public:
  // All images are run `passes` times.
  Summary(Console& console, size_t images, size_t passes);
  ~Summary();
  Summary(const Summary&) = delete;
  Summary& operator=(const Summary&) = delete;

  void add(const run::Report& report);
  // Says how it ended and returns the exit status.
  int finish();
  // In the place of finish() for a run that does not end by itself: `done` images are, which may be
  // more than were reported, and `more_failed` are besides those that were. [any thread]
  void cut_short(size_t done, size_t more_failed);

 private:
  using Clock = std::chrono::steady_clock;
  double seconds() const;  // since it was made
  void add_failure(const run::Report& report);
  void show();
  void say_end(size_t done, size_t failed) const;
  std::string progress() const;

  Console& console_;
  const size_t images_, passes_, total_;
  const bool bar_;
  std::mutex mutex_;  // of the counts
  size_t done_ = 0, failed_ = 0;
  std::set<std::pair<size_t, std::string>> told_;  // failures, which each pass may meet again
  const Clock::time_point start_ = Clock::now();
  Clock::time_point shown_ = start_;
};

}  // namespace pipeline::cli
