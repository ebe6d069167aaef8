// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/watch/worker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <thread>

#include "framework/cli/common/guarded.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/run/run.hpp"
#include "framework/cli/watch/report.hpp"

namespace pipeline::cli {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// From here on signals do what they do to a process that has not begun.
void forget_signals(const sigset_t& mask) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
}

[[noreturn]] void work(const RunOptions& options, Console& console, int pipe, pid_t parent,
                       const sigset_t& mask) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  forget_signals(mask);
  Reporter reporter(pipe);
  const int status = guarded(console, [&] {
    for (const std::string& word : options.images) reporter.depends_on_images(word);
    if (!options.files_from.empty()) reporter.will_read(options.files_from);
    return run_graph(options, console, &reporter);
  });
  _exit(status);
}

}  // namespace

Worker::Worker(const RunOptions& options, Console& console, WatchedFiles& files) : files_(files) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
  }
  // No signal comes to the child between its birth and forget_signals().
  sigset_t all, mask;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &mask);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) {
    close(ends[0]);
    work(options, console, ends[1], parent, mask);
  }
  const int error = errno;
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  close(ends[1]);
  pipe_ = ends[0];
  fcntl(pipe_, F_SETFL, O_NONBLOCK);
  if (process_ > 0) return;
  close(pipe_);
  throw std::runtime_error(std::string("no process: ") + std::strerror(error));
}

Worker::~Worker() {
  stop(SIGKILL, 0ms);
  if (pipe_ >= 0) close(pipe_);
}

void Worker::listen(std::chrono::milliseconds wait) {
  // Its end of the pipe closes a moment before it has ended.
  if (pipe_ < 0) wait = std::min(wait, std::chrono::milliseconds(2));
  pollfd either[]{{pipe_, POLLIN, 0}, {stop_descriptor(), POLLIN, 0}};
  if (poll(either, 2, static_cast<int>(wait.count())) > 0 && either[0].revents) take_all();
}

void Worker::take_all() {
  char block[65536];
  ssize_t count = 0;
  while (pipe_ >= 0 && (count = read(pipe_, block, sizeof block)) > 0) {
    unread_.append(block, static_cast<size_t>(count));
  }
  if (count == 0 && pipe_ >= 0) {
    close(pipe_);
    pipe_ = -1;
  }
  size_t begin = 0;
  for (size_t end; (end = unread_.find('\0', begin)) != std::string::npos; begin = end + 1) {
    auto account = hear(unread_.substr(begin, end - begin), files_);
    if (account) account_ = std::move(*account);
  }
  unread_.erase(0, begin);
}

std::optional<int> Worker::ended() {
  int status = 0;
  if (status_ || waitpid(process_, &status, WNOHANG) != process_) return status_;
  status_ = status;
  take_all();
  return status_;
}

void Worker::stop(int signal, std::chrono::milliseconds patience) {
  if (ended()) return;  // its number may be another's by now
  kill(process_, signal);
  const auto limit = Clock::now() + patience;
  while (!ended() && Clock::now() < limit) std::this_thread::sleep_for(2ms);
  if (status_) return;
  kill(process_, SIGKILL);
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  status_ = status;
}

}  // namespace pipeline::cli
