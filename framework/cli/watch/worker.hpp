// SPDX-License-Identifier: Apache-2.0
// One run in a process of its own, so that plugins can be replaced, and may crash.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>

#include "framework/cli/common/console.hpp"
#include "framework/cli/run/options.hpp"
#include "framework/cli/watch/watched_files.hpp"

namespace pipeline::cli {

// [one thread]
class Worker {
 public:
  // Starts it; files is told of all that the run depends on. Before any thread is started. Throws
  // std::runtime_error where there can be no process. All outlive this.
  Worker(const RunOptions& options, Console& console, WatchedFiles& files);
  // Kills it if it is still at work.
  ~Worker();
  Worker(const Worker&) = delete;

  // Takes what it has told, or waits so long for a word, a stop that was asked for, or its end.
  void listen(std::chrono::milliseconds wait);
  // As waitpid() tells it, once it has ended.
  std::optional<int> ended();
  // Asks it to end with this signal, and kills it where it has not by then.
  void stop(int signal, std::chrono::milliseconds patience);

  // "computed edges, paths; reused image"; "" where it did not come so far.
  const std::string& account() const { return account_; }

 private:
  void take_all();  // that stands in the pipe

  WatchedFiles& files_;
  pid_t process_ = -1;
  int pipe_ = -1;
  std::string unread_, account_;
  std::optional<int> status_;
};

}  // namespace pipeline::cli
