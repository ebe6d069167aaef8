// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/crash.hpp"

#include <signal.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "framework/cli/common/console.hpp"
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
                             {SIGABRT, "crashed: it aborted (SIGABRT)"},
                             {SIGTRAP, "stopped at a breakpoint of its own (SIGTRAP)"},
                             {SIGSYS, "made a system call that is not allowed (SIGSYS)"},
                             {SIGXCPU, "used more processor time than is allowed (SIGXCPU)"}};

// One line, without memory of its own. [async-signal-safe]
class Line {
 public:
  Line& operator<<(std::string_view text) {
    if (count_ < parts_.size()) parts_[count_++] = {const_cast<char*>(text.data()), text.size()};
    return *this;
  }
  Line& who(std::string_view stage, std::string_view plugin, std::string_view image) {
    if (!image.empty()) *this << image << ": ";
    if (!stage.empty()) *this << "stage '" << stage << "' of ";
    return *this << plugin;
  }
  void write() const {
    [[maybe_unused]] const ssize_t done =
        writev(STDERR_FILENO, parts_.data(), static_cast<int>(count_));
  }

 private:
  std::array<iovec, 12> parts_;
  size_t count_ = 0;
};

// A library's own thread crashed: what the host's threads were at tells whose it is.
void tell_stray(std::string_view what) {
  std::array<host::Work, 64> work{};
  const size_t count = host::work_in_progress(work);
  (Line() << "error: pipeline " << what
          << (count ? ", on a thread that the host did not start; at work were:\n"
                    : ", outside any stage; please report it\n"))
      .write();
  for (size_t i = 0; i < count; ++i) {
    ((Line() << "  ").who(work[i].stage, work[i].plugin, work[i].image) << "\n").write();
  }
}

void tell(std::string_view what) {
  Console::wipe_status();
  const host::Activity* activity = host::current_activity();
  if (!activity) return tell_stray(what);
  ((Line() << "error: ").who(activity->stage, activity->plugin, activity->image)
   << " " << what << "; tell its author, or --swap another stage in\n")
      .write();
}

// Several threads may crash at once, in one loop: the first tells, the others wait for the end.
void be_first() {
  static std::atomic_flag told = ATOMIC_FLAG_INIT;
  while (told.test_and_set()) pause();
}

// The raised signal ends the process with the status, and the core file, that it would have had.
void on_crash(int number) {
  be_first();
  for (const Crash& crash : crashes) {
    if (crash.signal == number) tell(crash.what);
  }
  signal(number, SIG_DFL);
  raise(number);
}

// Whether a stage or a thread that it started calls it: the host itself ends when nothing is at
// work.
bool something_is_at_work() {
  host::Work work{};
  return host::current_activity() || host::work_in_progress({&work, 1}) > 0;
}

// A stage that calls exit() would else end the run with the status it likes, and no word.
void on_exit_call() {
  if (!something_is_at_work()) return;
  be_first();
  tell("called exit()");
  _exit(exit_internal);
}

#ifndef __SANITIZE_ADDRESS__  // which has a handler and stacks of its own
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
#endif

}  // namespace

void name_exits() {
  std::atexit(&on_exit_call);
  std::at_quick_exit(&on_exit_call);
}

void name_crashes() {
  name_exits();
#ifndef __SANITIZE_ADDRESS__
  give_handler_stack();
  host::on_first_entry(&give_handler_stack);
#endif
  struct sigaction action {};
  action.sa_handler = &on_crash;
  action.sa_flags = static_cast<int>(SA_ONSTACK);
  sigemptyset(&action.sa_mask);
  for (const Crash& crash : crashes) sigaddset(&action.sa_mask, crash.signal);
  for (const Crash& crash : crashes) sigaction(crash.signal, &action, nullptr);
}

}  // namespace pipeline::cli
