// SPDX-License-Identifier: Apache-2.0
// How a run ends that cannot be waited for: code of a plugin, or a read or a write, that does not
// come back.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "framework/cli/summary.hpp"
#include "framework/host/watch.hpp"
#include "framework/run/gate.hpp"

namespace pipeline::cli {

// From its making until run_has_ended() a run that a signal has asked to stop has less than a
// second for it; then what does not stop is named and the process ended, with a true summary and no
// file half written.
class Ending {
 public:
  Ending(Console& console, Summary& summary, run::Gate& gate);
  ~Ending();
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  // No more cutting short; waits for one that is at it.
  void run_has_ended();

  // A time limit for each call into a stage, which is cancelled after it; a stage that goes on for
  // longer than five seconds then is named and the process ended. Destroy it before this.
  std::unique_ptr<host::Watch> watch(host::Watch::Duration limit);

 private:
  void wait_for_stop();
  void cut(int status, const std::set<std::string>& why, size_t more_failed);

  Console& console_;
  Summary& summary_;
  run::Gate& gate_;
  std::mutex mutex_;  // of ended_; held while the process is ended
  bool ended_ = false;
  int wake_;  // becomes readable when the run has ended
  std::thread thread_;
};

}  // namespace pipeline::cli
