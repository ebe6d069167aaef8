// SPDX-License-Identifier: Apache-2.0
// A time limit on each call into a stage.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "framework/host/activity.hpp"

namespace pipeline::host {

// A call that takes longer than `limit` becomes overdue, which a stage sees as cancelled(). One
// that has not ended `grace` later is handed to `on_stuck`, which must not return to wait for it:
// plugin code cannot be ended from outside. [any thread]
class Watch {
 public:
  using Duration = std::chrono::steady_clock::duration;
  Watch(Duration limit, Duration grace, std::function<void(const Activity&)> on_stuck);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  Duration limit() const { return limit_; }

  // Watches a call while the scope lasts; `watch` may be null.
  class Scope {
   public:
    Scope(Watch* watch, Activity& activity);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Watch* watch_;
    Activity& activity_;
  };

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Call {
    Activity* activity;
    Time deadline;
  };
  void run();
  void look(Time now);
  Time next() const;

  const Duration limit_, grace_;
  const std::function<void(const Activity&)> on_stuck_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Call> calls_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace pipeline::host
