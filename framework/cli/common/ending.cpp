// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/ending.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string_view>

#include "framework/cli/common/stop.hpp"

namespace pipeline::cli {

namespace {

using namespace std::chrono_literals;

// What a stage gets to stop by itself after --timeout has cancelled it.
constexpr auto grace = 5s;
// With Ending::patience_with_files under the second in which a run stops after a signal.
constexpr auto patience = 650ms;

std::atomic<int> last_status{exit_internal};

void leave(int) { _exit(last_status); }

std::string name_of(std::string_view stage, std::string_view plugin, std::string_view image) {
  std::string text(image);
  text.append(image.empty() ? "stage '" : ": stage '").append(stage);
  return text.append("' of ").append(plugin);
}

// What does not stop, a line for each call however many threads it has.
std::set<std::string> stuck_calls() {
  std::array<host::Work, 256> work{};
  const size_t count = host::work_in_progress(work);
  std::set<std::string> lines;
  for (size_t i = 0; i < count; ++i) {
    const auto& [stage, plugin, image] = work[i];
    lines.insert(name_of(stage, plugin, image) + " does not stop: the run ends without it");
  }
  return lines;
}

bool readable(std::array<pollfd, 2>& descriptors, int milliseconds) {
  while (poll(descriptors.data(), descriptors.size(), milliseconds) < 0) {
  }
  return descriptors[0].revents != 0;
}

}  // namespace

Ending::Ending(Console& console, std::function<void(size_t more_failed)> last_words)
    : console_(console),
      last_words_(std::move(last_words)),
      wake_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { wait_for_stop(); }) {}

Ending::~Ending() {
  run_has_ended();
  close(wake_);
}

void Ending::run_has_ended() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  eventfd_write(wake_, 1);
  thread_.join();
}

void Ending::wait_for_stop() {
  std::array<pollfd, 2> either{pollfd{wake_, POLLIN, 0}, pollfd{stop_descriptor(), POLLIN, 0}};
  if (readable(either, -1)) return;
  either[1].fd = -1;
  constexpr auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
  if (readable(either, static_cast<int>(wait.count()))) return;
  cut(128 + stop_signal(), stuck_calls(), 0);
}

std::unique_ptr<host::Watch> Ending::watch(host::Watch::Duration limit) {
  return std::make_unique<host::Watch>(limit, grace, [this](const host::Activity& stuck) {
    cut(exit_some_failed,
        {name_of(stuck.stage, stuck.plugin, stuck.image) +
         " ran past --timeout and does not stop when it is cancelled: the run ends here"},
        1);
  });
}

void Ending::cut(int status, const std::set<std::string>& why, size_t more_failed) {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  last_status = status;
  signal(SIGALRM, &leave);  // if nobody reads what is said here
  alarm(1);
  console_.set_status("");
  for (const std::string& line : why) console_.error(line);
  if (last_words_) last_words_(more_failed);
  _exit(status);
}

}  // namespace pipeline::cli
