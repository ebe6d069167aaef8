// SPDX-License-Identifier: Apache-2.0
#include "framework/host/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <stdio_ext.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <list>
#include <thread>

#include "framework/graph/utf8.hpp"

namespace pipeline::host {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t most_at_once = 8;
constexpr rlim_t most_data = rlim_t{4} << 30;  // beside libraries; loading takes little
constexpr size_t most_printed = size_t{64} << 10;

void use_default_signals() {
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void leave(int status) {
  std::fflush(stdout);
  _exit(status);
}

[[noreturn]] void be_child(const std::function<void()>& work, int output, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which map terabytes
  const rlimit data{most_data, most_data};
  setrlimit(RLIMIT_DATA, &data);
#endif
  use_default_signals();
  dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
  dup2(output, 1);
  dup2(output, 2);
  __fpurge(stdout);  // what the parent has not written yet is not ours
  // The last that is registered runs first: an exit() runs none of the parent's handlers.
  on_exit([](int status, void*) { leave(status); }, nullptr);
  try {
    work();
  } catch (...) {
    leave(1);
  }
  leave(0);
}

struct Child {
  pid_t pid;
  int output;
  Clock::time_point deadline;
  ChildEnd* end;
};

void start(const std::function<void()>& work, Clock::time_point deadline, ChildEnd& end,
           std::list<Child>& running) {
  int ends[2];
  // What it prints beyond the pipe's capacity is lost to it, and it never waits for a reader.
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
    end.problem = std::string("no pipe: ") + std::strerror(errno);
    return;
  }
  const pid_t parent = getpid(), pid = fork();
  if (pid == 0) be_child(work, ends[1], parent);
  if (pid < 0) end.problem = std::string("no child process: ") + std::strerror(errno);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return;
  }
  setpgid(pid, pid);  // here too, so that it is done whoever comes first
  running.push_back({pid, ends[0], deadline, &end});
}

// All that stands in the pipe; false if somebody can still write to it.
bool drain(int fd, std::string& text) {
  char block[4096];
  while (text.size() < most_printed) {
    const ssize_t n = read(fd, block, sizeof block);
    if (n == 0) return true;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.append(block, static_cast<size_t>(n));
  }
  return read(fd, block, 1) == 0;
}

// True when the child has come to its end, by itself or because its time was up.
bool finish(const Child& child) {
  siginfo_t info{};
  const auto id = static_cast<id_t>(child.pid);
  const int got = waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT);
  if (got < 0 && errno == EINTR) return false;
  child.end->in_time = got < 0 || info.si_pid != 0;
  if (!child.end->in_time && Clock::now() < child.deadline) return false;
  if (child.end->in_time) child.end->left_process = !drain(child.output, child.end->printed);
  // Until it is waited for, nobody else gets its number.
  if (got == 0) {
    kill(-child.pid, SIGKILL);
    kill(child.pid, SIGKILL);
  }
  while (waitpid(child.pid, &child.end->status, 0) < 0 && errno == EINTR) {
  }
  if (!child.end->in_time) drain(child.output, child.end->printed);
  close(child.output);
  return true;
}

}  // namespace

std::string excerpt(const std::string& printed) {
  constexpr size_t most = 200;
  std::string text = printed.substr(0, most);
  while (text.ends_with('\n')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return graph::printable(text) + (printed.size() > most ? "..." : "");
}

std::vector<ChildEnd> run_children(const std::vector<std::function<void()>>& works,
                                   std::chrono::milliseconds limit) {
  std::vector<ChildEnd> ends(works.size());
  std::list<Child> running;
  size_t next = 0;
  while (next < works.size() || !running.empty()) {
    while (next < works.size() && running.size() < most_at_once) {
      start(works[next], Clock::now() + limit, ends[next], running);
      ++next;
    }
    running.remove_if(finish);
    if (!running.empty()) std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  return ends;
}

}  // namespace pipeline::host
