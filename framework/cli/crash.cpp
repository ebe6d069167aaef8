// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/crash.hpp"

#include <signal.h>
#include <sys/uio.h>
#include <tbb/task_scheduler_observer.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string_view>

#include "framework/cli/console.hpp"
#include "framework/host/activity.hpp"

namespace pipeline::cli {

namespace {

struct Crash {
  int signal;
  std::string_view what;
};
constexpr Crash crashes[] = {{SIGSEGV, "crashed: it touched memory that is not its own (SIGSEGV)"},
                             {SIGBUS, "crashed: bus error (SIGBUS)"},
                             {SIGFPE, "crashed: division by zero or overflow (SIGFPE)"},
                             {SIGILL, "crashed: illegal instruction (SIGILL)"},
                             {SIGABRT, "crashed: it aborted (SIGABRT)"}};

// One line, without memory of its own. [async-signal-safe]
void tell(const host::Activity* activity, std::string_view what) {
  iovec parts[12];
  int count = 0;
  const auto add = [&](std::string_view text) {
    parts[count++] = {const_cast<char*>(text.data()), text.size()};
  };
  add("error: ");
  if (!activity) {
    add("pipeline ");
    add(what);
    add(", outside any stage; please report it\n");
  } else {
    if (!activity->image.empty()) add(activity->image), add(": ");
    if (!activity->stage.empty()) add("stage '"), add(activity->stage), add("' of ");
    add(activity->plugin);
    add(" ");
    add(what);
    add("; tell its author, or --swap another stage in\n");
  }
  [[maybe_unused]] const ssize_t done = writev(STDERR_FILENO, parts, count);
}

// SA_RESETHAND has put the default action back: the raised signal ends the process with the status,
// and the core file, that it would have had.
void on_crash(int number) {
  for (const Crash& crash : crashes) {
    if (crash.signal == number) tell(host::current_activity(), crash.what);
  }
  raise(number);
}

// A stage that calls exit() would else end the run with the status it likes, and no word.
void on_exit_call() {
  const host::Activity* activity = host::current_activity();
  if (!activity) return;
  tell(activity, "called exit()");
  _exit(exit_internal);
}

// A stack of its own for the handler, or a stage that overflows its stack could not be named.
class HandlerStack {
 public:
  HandlerStack() : memory_(new char[size]) {
    stack_t stack{};
    stack.ss_sp = memory_.get();
    stack.ss_size = size;
    sigaltstack(&stack, nullptr);
  }
  ~HandlerStack() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
  }
  HandlerStack(const HandlerStack&) = delete;

 private:
  static constexpr size_t size = size_t{64} << 10;
  std::unique_ptr<char[]> memory_;
};

void give_handler_stack() { thread_local const HandlerStack stack; }

class Workers : public tbb::task_scheduler_observer {
 public:
  Workers() { observe(true); }
  void on_scheduler_entry(bool) override { give_handler_stack(); }
};

}  // namespace

void name_crashes() {
  std::atexit(&on_exit_call);
#ifndef __SANITIZE_ADDRESS__  // it has a handler and stacks of its own
  give_handler_stack();
  static auto& workers = *new Workers;  // as long as the threads it observes
  static_cast<void>(workers);
#endif
  struct sigaction action {};
  action.sa_handler = &on_crash;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK);
  sigemptyset(&action.sa_mask);
  for (const Crash& crash : crashes) sigaction(crash.signal, &action, nullptr);
}

}  // namespace pipeline::cli
