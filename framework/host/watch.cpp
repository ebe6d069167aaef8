// SPDX-License-Identifier: Apache-2.0
#include "framework/host/watch.hpp"

#include <algorithm>

namespace pipeline::host {

Watch::Watch(Duration limit, Duration grace, std::function<void(const Activity&)> on_stuck)
    : limit_(limit), grace_(grace), on_stuck_(std::move(on_stuck)), thread_([this] { run(); }) {}

Watch::~Watch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Watch::Scope::Scope(Watch* watch, Activity& activity) : watch_(watch), activity_(activity) {
  if (!watch_) return;
  const std::lock_guard lock(watch_->mutex_);
  const Time deadline = std::chrono::steady_clock::now() + watch_->limit_;
  // It sleeps until the next deadline, which may be the far one of a call that is overdue.
  const bool sooner = deadline < watch_->next();
  watch_->calls_.push_back({&activity, deadline});
  if (sooner) watch_->changed_.notify_one();
}

Watch::Scope::~Scope() {
  if (!watch_) return;
  const std::lock_guard lock(watch_->mutex_);
  watch_->calls_.remove_if([this](const Call& call) { return call.activity == &activity_; });
}

Watch::Time Watch::next() const {
  Time first = Time::max();
  for (const Call& call : calls_) first = std::min(first, call.deadline);
  return first;
}

void Watch::look(Time now) {
  for (Call& call : calls_) {
    if (call.deadline > now) continue;
    if (call.activity->overdue) {
      on_stuck_(*call.activity);
    } else {
      call.activity->overdue = true;
    }
    call.deadline = now + grace_;
  }
}

void Watch::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (calls_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, next());
    }
    look(std::chrono::steady_clock::now());
  }
}

}  // namespace pipeline::host
