// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/stop.hpp"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

#include "framework/cli/common/console.hpp"

namespace pipeline::cli {

namespace {

std::atomic<bool> stop{false};
std::atomic<int> first_signal{0};
std::atomic<int> descriptor{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

// `timeout` and shells signal a process and then its group: twice the same, at once, is one wish.
constexpr int64_t one_wish = 30'000'000;  // ns
std::atomic<int64_t> first_time{0};

int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

void on_signal(int number) {
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, number)) {
    if (none == number && now() - first_time < one_wish) return;
    Console::wipe_status();
    signal(number, SIG_DFL);
    raise(number);  // comes as soon as this handler is left
    return;
  }
  const int error = errno;
  first_time = now();
  stop = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t done = write(descriptor, &one, sizeof one);
  errno = error;
}

// Such a signal ends a write with an error, which then says what and where. A handler rather than
// SIG_IGN, which a program started by a stage would inherit.
void on_write_signal(int) {}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGINT);
  sigaddset(&action.sa_mask, SIGTERM);
  sigaction(number, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& stop_on_signals() {
  descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  handle(SIGINT, &on_signal);
  handle(SIGTERM, &on_signal);
  handle(SIGPIPE, &on_write_signal);
  handle(SIGXFSZ, &on_write_signal);
  return stop;
}

void signals_end_the_process() {
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
}

int stop_signal() { return first_signal; }

int stop_descriptor() { return descriptor; }

}  // namespace pipeline::cli
