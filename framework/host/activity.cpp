// SPDX-License-Identifier: Apache-2.0
#include "framework/host/activity.hpp"

namespace pipeline::host {

namespace {

constinit thread_local const Activity* current = nullptr;
constinit std::atomic<void (*)()> prepare_thread{nullptr};

// The place where a thread shows to the others what it does. Pointers to text, not to the activity:
// that stands on the thread's stack and is gone when the call is.
struct alignas(64) Place {
  std::atomic<bool> taken{false};
  std::atomic<const char*> stage{nullptr};  // null outside plugin code
  std::atomic<const char*> plugin{nullptr}, image{nullptr};
};
constinit Place places[256];

// A thread's own place, given back when it ends; null if there are more threads than places.
class OwnPlace {
 public:
  OwnPlace() noexcept {
    if (const auto prepare = prepare_thread.load()) prepare();
    for (Place& place : places) {
      if (place.taken.exchange(true)) continue;
      place_ = &place;
      return;
    }
  }
  ~OwnPlace() {
    if (place_) place_->taken = false;
  }
  OwnPlace(const OwnPlace&) = delete;
  Place* get() const { return place_; }

 private:
  Place* place_ = nullptr;
};

Place* own_place() noexcept {
  thread_local const OwnPlace place;
  return place.get();
}

const char* text_of(std::string_view text) { return text.empty() ? "" : text.data(); }

void show(const Activity* activity) noexcept {
  Place* place = own_place();
  if (!place) return;
  if (activity) {
    place->plugin.store(text_of(activity->plugin), std::memory_order_relaxed);
    place->image.store(text_of(activity->image), std::memory_order_relaxed);
  }
  place->stage.store(activity ? text_of(activity->stage) : nullptr, std::memory_order_release);
}

}  // namespace

const Activity* current_activity() noexcept { return current; }

size_t work_in_progress(std::span<Work> into) noexcept {
  size_t count = 0;
  for (const Place& place : places) {
    if (count == into.size()) break;
    const char* stage = place.stage.load(std::memory_order_acquire);
    if (!stage) continue;
    into[count++] = {stage, place.plugin.load(std::memory_order_relaxed),
                     place.image.load(std::memory_order_relaxed)};
  }
  return count;
}

void on_first_entry(void (*prepare)()) noexcept { prepare_thread = prepare; }

// Only the outermost scope is shown: what it does within is the same stage's.
Doing::Doing(const Activity& activity) noexcept : before_(current) {
  if (!before_) show(&activity);
  current = &activity;
}

Doing::~Doing() {
  current = before_;
  if (!before_) show(nullptr);
}

}  // namespace pipeline::host
