// SPDX-License-Identifier: Apache-2.0
// Whether what a stage claims of itself is true.
#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <latch>
#include <mutex>
#include <thread>
#include <tuple>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/rule.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/host/difference.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::conformance {

namespace {

// In words; empty: there is none.
std::string difference_of(const Trial& trial, const Called& first, const Called& second,
                          const std::string& when) {
  if (first.outcome.status != second.outcome.status) {
    return "it fails " + when + " and not before, or the other way round: " +
           (first.outcome ? second : first).outcome.error;
  }
  for (size_t k = 0; k < first.outputs.size(); ++k) {
    const host::Value &one = first.outputs[k], &other = second.outputs[k];
    const std::string output = std::string("output '") + trial.stage().outputs[k]->name + "' ";
    if (static_cast<bool>(one) != static_cast<bool>(other)) {
      return output + "is delivered " + when + " and not before, or the other way round";
    }
    if (!one) continue;
    const std::string differs = host::difference(one, other);
    if (!differs.empty()) return output + "differs " + when + ": " + differs;
  }
  return "";
}

bool has_own_types(const pipeline_stage& stage) {
  return std::any_of(stage.outputs, stage.outputs + stage.output_count,
                     [](const auto* port) { return !host::is_host_type(port->type); });
}

std::vector<Scene> scenes_like(const Scene& base) {
  std::vector<Scene> scenes;
  for (const auto& [content, width, height] : {std::tuple{Content::smooth, 131, 97},
                                               {Content::noise, 131, 97},
                                               {Content::noise, 601, 33}}) {
    Scene scene = base;
    scene.content = content, scene.width = width, scene.height = height;
    scenes.push_back(scene);
  }
  return scenes;
}

// What a pure stage does not look at.
void change_environment() {
  for (const char* name : {"HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"}) {
    setenv(name, "elsewhere", 1);
  }
}

void is_pure(Trial& trial) {
  if (!(trial.stage().flags & PIPELINE_STAGE_PURE)) throw Skipped("it does not claim to be pure");
  if (has_own_types(trial.stage())) throw Skipped("values of its own type cannot be looked into");
  const auto [settings_that_work, base] = trial.working();
  std::vector<Settings> all{settings_that_work};
  for (int i = 0; i < 3; ++i) all.push_back(random_settings(trial.stage(), trial.random()));
  const unsigned threads = std::max(4U, host::available_threads());
  for (const Settings& settings : all) {
    for (const Scene& scene : scenes_like(base)) {
      const Inputs inputs = trial.inputs(scene);
      trial.doing(settings, inputs.text());
      trial.fill_memory_with(0x5A);
      const auto instance = trial.create(settings);
      if (!instance) continue;
      const Called first = trial.process(*instance, inputs);
      const auto again = [&](const host::Instance& which, const Circumstances& circumstances,
                             const std::string& when) {
        const Called called = trial.process(which, inputs, circumstances);
        const std::string differs = difference_of(trial, first, called, when);
        if (!differs.empty()) throw Broken(differs);
      };
      again(*instance, {}, "the second time");
      again(*instance, {.threads = threads}, "on " + std::to_string(threads) + " threads");
      again(*instance, {.threads = threads, .shuffle = 1 + trial.random()() / 2},
            "with its chunks in another order");
      trial.fill_memory_with(0xC3);
      if (const auto other = trial.create(settings)) {
        again(*other, {}, "in memory that held something else before");
      }
      change_environment();
      if (const auto other = trial.create(settings)) {
        again(*other, {}, "in another environment");
      }
    }
  }
}

void is_reentrant(Trial& trial) {
  if (!(trial.stage().flags & PIPELINE_STAGE_REENTRANT)) {
    throw Skipped("it does not claim that calls may overlap");
  }
  const bool comparable =
      trial.stage().flags & PIPELINE_STAGE_PURE && !has_own_types(trial.stage());
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene base = working.scene;
  const auto instance = trial.create_again(settings);
  std::vector<Inputs> inputs;
  for (const Scene& scene : scenes_like(base)) inputs.push_back(trial.inputs(scene));
  trial.doing(settings, inputs.back().text() + "; eight calls at once");
  std::vector<Called> alone;
  for (const Inputs& each : inputs) alone.push_back(trial.process(*instance, each));
  // Until it would have shown: how calls overlap is the machine's affair.
  constexpr size_t at_once = 8, least_rounds = 4;
  constexpr std::chrono::milliseconds time(500);
  std::mutex mutex;
  std::string wrong;
  std::latch all_there(at_once);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < at_once; ++t) {
      threads.emplace_back([&, t] {
        all_there.arrive_and_wait();
        const auto until = std::chrono::steady_clock::now() + time;
        for (size_t r = 0; r < least_rounds || std::chrono::steady_clock::now() < until; ++r) {
          const size_t which = (t + r) % inputs.size();
          const Called called = trial.process_only(*instance, inputs[which], {});
          std::string differs;
          if (comparable) {
            differs = difference_of(trial, alone[which], called, "when eight calls overlap");
          } else if (!called.outcome && alone[which].outcome) {
            differs = "it fails when eight calls overlap: " + called.outcome.error;
          }
          const std::lock_guard lock(mutex);
          if (wrong.empty()) wrong = differs;
          if (!wrong.empty()) return;
        }
      });
    }
  }
  if (!wrong.empty()) throw Broken(wrong);
}

// A twentieth and a MiB more than is declared: allocators round up, and libraries wake up late.
void takes_the_memory_it_says(Trial& trial) {
  const pipeline_stage& stage = trial.stage();
  if (stage.bytes_per_pixel == 0 && stage.bytes == 0) throw Skipped("it states no memory");
  const auto working = trial.working();
  const Settings& settings = working.settings;
  Scene scene = working.scene;
  const auto instance = trial.create_again(settings);
  for (const Content content : {Content::smooth, Content::noise}) {
    scene.width = 640, scene.height = 480, scene.content = content;
    const Inputs inputs = trial.inputs(scene);
    trial.doing(settings, inputs.text());
    trial.renew_memory();
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
    malloc_trim(0);
#endif
    const host::PeakGrowth growth;
    if (!growth.is_known()) throw Skipped("this system does not tell how much memory is resident");
    const Called called = trial.process(*instance, inputs);
    const auto took = static_cast<double>(growth.bytes());
    if (!called.outcome) continue;
    const auto pixels = static_cast<double>(host::most_pixels(inputs.values(), called.outputs));
    const double declared = stage.bytes_per_pixel * pixels + static_cast<double>(stage.bytes);
    if (took <= declared * 1.05 + (1 << 20)) continue;
    const auto mib = [](double bytes) {
      return graph::number_text(std::round(bytes / 1048576 * 10) / 10);
    };
    throw Broken("it took " + mib(took) + " MiB where it declares " + mib(declared));
  }
}

constexpr StageRule rules[] = {
    {"pure", "same bytes in, same bytes out: again, on many threads, in other memory", &is_pure},
    {"reentrant", "eight calls at once on one instance do as one alone", &is_reentrant},
    {"memory", "a call takes no more memory than is declared", &takes_the_memory_it_says},
};

}  // namespace

std::span<const StageRule> honesty_rules() { return rules; }

}  // namespace pipeline::conformance
