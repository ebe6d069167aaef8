// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/stop.hpp"

#include <signal.h>

namespace pipeline::cli {

namespace {

std::atomic<bool> stop{false};
std::atomic<int> signal_number{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

// SA_RESETHAND has put the default action back, so the next signal kills.
void on_signal(int number) {
  signal_number = number;
  stop = true;
}

}  // namespace

const std::atomic<bool>& stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = &on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return stop;
}

int stop_signal() { return signal_number; }

}  // namespace pipeline::cli
