// SPDX-License-Identifier: Apache-2.0
// Whether what a stage claims of itself is true.
#include <malloc.h>

#include <algorithm>
#include <thread>

#include "framework/conformance/finding.hpp"
#include "framework/conformance/rule.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/host/difference.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::conformance {

namespace {

// What the C library fills memory with that is asked for and given back, so that a stage which
// reads before it writes, or delivers what it did not write, does not do the same twice.
void fill_memory_with([[maybe_unused]] int byte) {
#ifdef __GLIBC__
  mallopt(M_PERTURB, byte);
#endif
}

void must_be_equal(const Trial& trial, const Called& first, const Called& second,
                   const std::string& when) {
  if (first.outcome.status != second.outcome.status) {
    throw Broken("it fails " + when + " and not before, or the other way round: " +
                 (first.outcome ? second : first).outcome.error);
  }
  for (size_t k = 0; k < first.outputs.size(); ++k) {
    const bool both = first.outputs[k] && second.outputs[k];
    const std::string differs =
        both ? host::difference(first.outputs[k], second.outputs[k])
        : static_cast<bool>(first.outputs[k]) == static_cast<bool>(second.outputs[k])
            ? ""
            : "delivered in one of the two only";
    if (!differs.empty()) {
      throw Broken(std::string("output '") + trial.stage().outputs[k]->name + "' differs " + when +
                   ": " + differs);
    }
  }
}

bool has_own_types(const pipeline_stage& stage) {
  return std::any_of(stage.outputs, stage.outputs + stage.output_count,
                     [](const auto* port) { return !host::is_host_type(port->type); });
}

std::vector<Scene> scenes_like(const Scene& base) {
  std::vector<Scene> scenes;
  for (const Content content : {Content::smooth, Content::noise}) {
    Scene scene = base;
    scene.content = content;
    scene.width = 131, scene.height = 97;
    scenes.push_back(scene);
  }
  return scenes;
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
      fill_memory_with(0x5A);
      const auto instance = trial.create(settings);
      if (!instance) continue;
      const Called first = trial.process(*instance, inputs);
      const auto again = [&](const host::Instance& which, const Circumstances& circumstances,
                             const std::string& when) {
        must_be_equal(trial, first, trial.process(which, inputs, circumstances), when);
      };
      again(*instance, {}, "the second time");
      again(*instance, {.threads = threads}, "on " + std::to_string(threads) + " threads");
      again(*instance, {.threads = threads, .shuffle = 1 + trial.random()() / 2},
            "with its chunks in another order");
      trial.renew_memory();
      fill_memory_with(0xC3);
      if (const auto other = trial.create(settings)) {
        again(*other, {}, "in memory that held something else before");
      }
      trial.renew_memory();
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
  constexpr size_t at_once = 8, rounds = 4;
  std::vector<Called> together(at_once * rounds);
  {
    std::vector<std::jthread> threads;
    for (size_t t = 0; t < at_once; ++t) {
      threads.emplace_back([&, t] {
        for (size_t r = 0; r < rounds; ++r) {
          together[t * rounds + r] =
              trial.process_only(*instance, inputs[(t + r) % inputs.size()], {});
        }
      });
    }
  }
  for (size_t i = 0; i < together.size(); ++i) {
    const size_t which = (i / rounds + i % rounds) % inputs.size();
    if (comparable) must_be_equal(trial, alone[which], together[i], "when eight calls overlap");
    if (!together[i].outcome && alone[which].outcome) {
      throw Broken("it fails when eight calls overlap: " + together[i].outcome.error);
    }
  }
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
