// SPDX-License-Identifier: Apache-2.0
// What each thread is doing inside plugin code, so that a crash, or a stage that takes too long,
// can be named.
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <string_view>

namespace pipeline::host {

// One call into a plugin. What it names ends with a zero and outlives the call; stage and image
// outlive the run.
struct Activity {
  std::string_view stage;   // its name in the graph; empty while its library is loaded
  std::string_view plugin;  // the library's file
  std::string_view image;   // what the graph runs on; may be empty
  // Set from another thread when the call has taken longer than it may.
  std::atomic<bool> overdue{false};
};

// What the calling thread is doing; null outside plugin code. [async-signal-safe]
const Activity* current_activity() noexcept;

// A call that some thread is in. Never null.
struct Work {
  const char *stage, *plugin, *image;
};

// Fills in what other threads and this one are doing at this moment, as far as there is room, and
// returns how many that are. Call only while a run lasts. [any thread, async-signal-safe]
size_t work_in_progress(std::span<Work> into) noexcept;

// From now on each thread calls this before it enters plugin code for the first time.
void on_first_entry(void (*prepare)()) noexcept;

// The calling thread does this until the scope ends.
class Doing {
 public:
  explicit Doing(const Activity& activity) noexcept;
  ~Doing();
  Doing(const Doing&) = delete;
  Doing& operator=(const Doing&) = delete;

 private:
  const Activity* before_;
};

}  // namespace pipeline::host
