// SPDX-License-Identifier: Apache-2.0
// What each thread is doing inside plugin code, so that a crash, or a stage that takes too long,
// can be named.
#pragma once

#include <atomic>
#include <string_view>

namespace pipeline::host {

// One call into a plugin. What it names outlives the call.
struct Activity {
  std::string_view stage;   // its name in the graph; empty while its library is loaded
  std::string_view plugin;  // the library's file
  std::string_view image;   // what the graph runs on; may be empty
  // Set from another thread when the call has taken longer than it may.
  std::atomic<bool> overdue{false};
};

// What the calling thread is doing; null outside plugin code. [async-signal-safe]
const Activity* current_activity() noexcept;

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
