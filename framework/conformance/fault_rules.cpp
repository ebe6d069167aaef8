// SPDX-License-Identifier: Apache-2.0
// What a stage does when things go wrong, and what it leaves behind.
#include <fenv.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/rule.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/host/difference.hpp"

namespace pipeline::conformance {

namespace {

using Clock = std::chrono::steady_clock;

void bears_refused_memory(Trial& trial) {
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene scene = working.scene;
  const auto instance = trial.create_again(settings);
  const Inputs inputs = trial.inputs(scene);
  trial.doing(settings, inputs.text());
  const Called whole = trial.process(*instance, inputs);
  const size_t most = std::min<size_t>(whole.outcome.allocations, 256);
  for (size_t k = 1; k <= most; ++k) {
    trial.doing(settings, inputs.text() + "; the host's memory is refused from block " +
                              std::to_string(k) + " on");
    const Called called = trial.process_only(*instance, inputs, {.failing_allocation = k});
    if (called.outcome || called.outcome.status == PIPELINE_NO_MEMORY) continue;
    throw Broken("it ends with '" + std::string(host::status_name(called.outcome.status)) +
                 "' where it was refused memory; the status is to be PIPELINE_NO_MEMORY");
  }
  const Called after = trial.process(*instance, inputs);
  if (!after.outcome) throw Broken("after that it fails always: " + after.outcome.error);
}

void stops_soon(Trial& trial) {
  constexpr std::chrono::milliseconds before(200), soon(1000), late(3000);
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene scene = working.scene;
  scene.width = 2048, scene.height = 1536, scene.content = Content::noise;
  const auto instance = trial.create_again(settings);
  const Inputs inputs = trial.inputs(scene);
  trial.doing(settings, inputs.text() + "; told to stop after 200 ms");
  std::atomic<bool> stop{false};
  std::atomic<Clock::rep> told{0};
  std::jthread teller([&](const std::stop_token& ended) {
    const auto until = Clock::now() + before;
    while (Clock::now() < until && !ended.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    told = Clock::now().time_since_epoch().count();
    stop = true;
  });
  const Called stopped = trial.process_only(*instance, inputs, {.stop = &stop});
  const auto ended = Clock::now().time_since_epoch();
  teller.request_stop();
  teller.join();
  const Clock::duration took = ended - Clock::duration(told.load());
  const auto seconds = [&] {
    return graph::number_text(std::round(std::chrono::duration<double>(took).count() * 10) / 10);
  };
  if (took > late) {
    throw Broken("it went on for " + seconds() +
                 " s after it was told to stop; ask cancelled() between pieces of work, or use the "
                 "host's loops");
  }
  if (stopped.outcome && trial.stage().flags & PIPELINE_STAGE_PURE) {
    const Called whole = trial.process(*instance, inputs);
    for (size_t k = 0; whole.outcome && k < whole.outputs.size(); ++k) {
      if (!whole.outputs[k] || !stopped.outputs[k]) continue;
      if (host::difference(whole.outputs[k], stopped.outputs[k]).empty()) continue;
      throw Broken(
          "told to stop, it says that all is well and delivers unfinished work; return "
          "what the host's loops return");
    }
  }
  if (took > soon) throw Remark("it went on for " + seconds() + " s after it was told to stop");
}

size_t entries_of(const char* folder) {
  std::error_code none;
  const std::filesystem::directory_iterator all(folder, none), end;
  return static_cast<size_t>(std::distance(all, end));
}

size_t heap_in_use() {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

// A leak grows by at least so much with each call, in every series; caches and holes of a heap do
// not grow for ever.
void leaks_nothing(Trial& trial) {
  constexpr size_t calls = 64, series = 6, least = 8;
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene scene = working.scene;
  const Inputs inputs = trial.inputs(scene);
  trial.doing(settings, inputs.text() + "; " + std::to_string(calls * (series + 1)) + " calls");
  const auto call_often = [&] {
    for (size_t i = 0; i < calls; ++i) trial.process(*trial.create_again(settings), inputs);
  };
  call_often();
  const size_t descriptors = entries_of("/proc/self/fd");
  size_t before = heap_in_use(), leaked = SIZE_MAX;
  for (size_t s = 0; s < series; ++s) {
    call_often();
    const size_t now = heap_in_use();
    leaked = std::min(leaked, now > before ? (now - before) / calls : 0);
    before = now;
  }
  if (leaked >= least) {
    throw Broken("about " + std::to_string(leaked) +
                 " bytes stay behind after each create, process "
                 "and destroy");
  }
  const size_t open = entries_of("/proc/self/fd");
  if (open > descriptors) {
    throw Broken(std::to_string(open - descriptors) + " file descriptors stay open after " +
                 std::to_string(calls * series) + " calls");
  }
}

std::string environment_text() {
  std::string text;
  for (char** variable = environ; *variable; ++variable) text += std::string(*variable) + "\n";
  return text;
}

mode_t file_mask() {
  const mode_t mask = umask(0);
  umask(mask);
  return mask;
}

void leaves_no_trace(Trial& trial) {
  const auto handler = [](int signal) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    return action.sa_handler;
  };
  const auto folder = std::filesystem::current_path();
  const std::string locale = setlocale(LC_ALL, nullptr);
  const std::string variables = environment_text();
  const mode_t mask = file_mask();
  const int rounding = fegetround();
  const auto interrupt = handler(SIGINT), terminate = handler(SIGTERM), pipe = handler(SIGPIPE);
  const size_t threads = entries_of("/proc/self/task");
  const auto [settings, scene] = trial.working();
  const Inputs inputs = trial.inputs(scene);
  trial.doing(settings, inputs.text());
  for (int i = 0; i < 3; ++i) trial.process(*trial.create_again(settings), inputs);
  const auto must = [](bool kept, const char* what) {
    if (!kept) throw Broken(std::string("it changes ") + what + ", which is the whole process's");
  };
  must(std::filesystem::current_path() == folder, "the current folder");
  must(setlocale(LC_ALL, nullptr) == locale, "the locale");
  must(fegetround() == rounding, "how numbers are rounded");
  must(file_mask() == mask, "the mask of new files");
  must(environment_text() == variables, "the environment");
  if (waitpid(-1, nullptr, WNOHANG) >= 0) throw Broken("it leaves a process behind");
  must(handler(SIGINT) == interrupt && handler(SIGTERM) == terminate && handler(SIGPIPE) == pipe,
       "the handlers of signals");
  const size_t now = entries_of("/proc/self/task");
  if (now > threads) {
    throw Broken("it started " + std::to_string(now - threads) +
                 " threads; the host's loops run on the host's");
  }
}

// The parent has what was printed, and says so.
void prints_nothing(Trial& trial) {
  const auto [settings, scene] = trial.working();
  trial.call(settings, scene);
  for (size_t format = 0; format < format_count(trial.stage()); ++format) {
    Scene other = scene;
    other.format = format, other.content = Content::noise;
    trial.call(settings, other);
  }
}

void bears_anything_legal(Trial& trial) {
  const auto until = Clock::now() + trial.time();
  auto& random = trial.random();
  const auto side = [&] {
    const int32_t most = random() % 8 == 0 ? 400 : 40;
    return static_cast<int32_t>(1 + random() % static_cast<uint64_t>(most));
  };
  do {
    Scene scene;
    scene.width = side(), scene.height = side(), scene.seed = random();
    scene.content = static_cast<Content>(random() % 5), scene.format = random() % 64;
    scene.strided = random() % 2 == 0, scene.optional = random() % 3 != 0;
    trial.call(random_settings(trial.stage(), random), scene);
  } while (Clock::now() < until);
}

constexpr StageRule rules[] = {
    {"refused-memory", "where the host refuses memory, a call ends with that, and the next works",
     &bears_refused_memory},
    {"stops", "it stops within a second of being told to", &stops_soon},
    {"leaks", "memory and file descriptors do not grow with the number of calls", &leaks_nothing},
    {"leaves-no-trace",
     "threads, processes, folder, locale, environment, rounding and signals stay as they were",
     &leaves_no_trace},
    {"prints-nothing", "it prints nothing", &prints_nothing},
    {"random", "random legal parameters and inputs, until time is up", &bears_anything_legal},
};

}  // namespace

std::span<const StageRule> fault_rules() { return rules; }

}  // namespace pipeline::conformance
