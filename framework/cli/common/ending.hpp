// SPDX-License-Identifier: Apache-2.0
// How a run ends that cannot be waited for: code of a plugin, or a read or a write, that does not
// come back.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "framework/cli/common/console.hpp"
#include "framework/host/watch.hpp"

namespace pipeline::cli {

// From its making until run_has_ended() work that a signal has asked to stop has less than a second
// for it; then what does not stop is named and the process ended.
class Ending {
 public:
  // last_words: what else to do and to say then, such as to wait for files half written and to sum
  // up; more_failed: images besides those that are known to have failed. [any thread]
  explicit Ending(Console& console, std::function<void(size_t more_failed)> last_words = {});
  ~Ending();
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  // How long last_words may wait, so that all is over within a second.
  static constexpr std::chrono::milliseconds patience_with_files{250};

  // No more cutting short; waits for one that is at it.
  void run_has_ended();

  // A time limit for each call into a stage, which is cancelled after it; a stage that goes on for
  // longer than five seconds then is named and the process ended. Destroy it before this.
  std::unique_ptr<host::Watch> watch(host::Watch::Duration limit);

 private:
  void wait_for_stop();
  void cut(int status, const std::set<std::string>& why, size_t more_failed);

  Console& console_;
  const std::function<void(size_t)> last_words_;
  std::mutex mutex_;  // of ended_; held while the process is ended
  bool ended_ = false;
  int wake_;  // becomes readable when the run has ended
  std::thread thread_;
};

}  // namespace pipeline::cli
