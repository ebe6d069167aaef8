// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/trial.hpp"

#include <malloc.h>
#include <tbb/task_arena.h>

#include <algorithm>

#include "framework/conformance/content_flaw.hpp"
#include "framework/conformance/finding.hpp"

namespace pipeline::conformance {

namespace {

// More than any call here needs for what it is given; a size that a parameter asks for may pass it.
constexpr size_t most_memory = size_t{1} << 30;

bool has_text(const host::Outcome& outcome) {
  return outcome.error != host::status_name(outcome.status);
}

}  // namespace

Trial::Trial(const pipeline_stage& stage, uint64_t seed, std::chrono::milliseconds time,
             BoardNote& note)
    : stage_(stage), random_(seed), time_(time), note_(note) {
  renew_memory();
  environment_.account = &account_;
  environment_.image = "a test";
}

void Trial::fill_memory_with(uint8_t byte) {
  fill_ = byte;
#ifdef __GLIBC__
  mallopt(M_PERTURB, byte);
#endif
  renew_memory();
}

void Trial::renew_memory() {
  // The old one may still be in use by outputs that the caller holds: it stays.
  memory_.release();
  if (blocks_) blocks_->must_be_whole();
  blocks_.release();
  blocks_ = std::make_unique<GuardedBlocks>(fill_);
  memory_ = std::make_unique<host::Memory>();
  memory_->set_source(*blocks_);
  memory_->set_limit(most_memory);
  environment_.memory = memory_.get();
}

void Trial::doing(const Settings& settings, const std::string& what) {
  note_.doing(what + (settings.text().empty() ? "" : "; " + settings.text()));
}

Inputs Trial::inputs(const Scene& scene) const { return Inputs(stage_, scene, environment_); }

void Trial::check(const host::Outcome& outcome, const char* what) const {
  if (outcome) return;
  const std::string name = what;
  switch (outcome.status) {
    case PIPELINE_BAD_ARGUMENT:
    case PIPELINE_UNSUPPORTED:
    case PIPELINE_NO_MEMORY:
    case PIPELINE_IO:
      break;
    case PIPELINE_CANCELLED:
      throw Broken(name + " says that it was cancelled, and was not told to stop");
    case PIPELINE_INTERNAL:
      throw Broken(name + " fails as a defect: " + outcome.error);
    default:
      throw Broken(name + " ends with status " + std::to_string(outcome.status) +
                   ", which is none");
  }
  if (!has_text(outcome)) {
    throw Broken(name + " fails (" + outcome.error +
                 ") without a text of its own; give one to fail()");
  }
}

void Trial::check(const Called& called, bool must_be_finite) const {
  for (size_t k = 0; k < called.outputs.size(); ++k) {
    const auto flaw = content_flaw(called.outputs[k], must_be_finite);
    if (flaw) throw Broken(std::string("output '") + stage_.outputs[k]->name + "' has " + *flaw);
  }
}

std::unique_ptr<host::Instance> Trial::create(const Settings& settings) {
  std::string refusal;
  return create(settings, refusal);
}

std::unique_ptr<host::Instance> Trial::create(const Settings& settings, std::string& refusal) {
  host::Outcome outcome;
  auto instance =
      host::Instance::create(stage_, stage_.id, settings.arguments(), environment_, outcome);
  check(outcome, "create");
  refusal = outcome.error;
  return instance;
}

std::unique_ptr<host::Instance> Trial::create_again(const Settings& settings) {
  std::string refusal;
  auto instance = create(settings, refusal);
  if (!instance) throw Broken("create refuses what it took before: " + refusal);
  return instance;
}

Called Trial::process_only(const host::Instance& instance, const Inputs& inputs,
                           const Circumstances& circumstances) {
  host::Environment environment = environment_;
  environment.shuffle = circumstances.shuffle;
  environment.failing_allocation = circumstances.failing_allocation;
  environment.stop = circumstances.stop;
  environment.pool_threads = circumstances.threads;
  Called called;
  called.outputs.resize(stage_.output_count);
  tbb::task_arena arena(static_cast<int>(circumstances.threads));
  arena.execute(
      [&] { called.outcome = instance.process(inputs.values(), called.outputs, environment); });
  return called;
}

Called Trial::process(const host::Instance& instance, const Inputs& inputs,
                      const Circumstances& circumstances) {
  Called called = process_only(instance, inputs, circumstances);
  blocks_->must_be_whole();
  check(called.outcome, "process");
  check(called, !inputs.has_odd_values());
  return called;
}

void Trial::call(const Settings& settings, const Scene& scene) {
  const Inputs given = inputs(scene);
  doing(settings, given.text());
  if (const auto instance = create(settings)) process(*instance, given);
}

std::optional<Scene> Trial::working_scene(const Settings& settings, std::string& refusal) {
  const auto instance = create(settings, refusal);
  for (size_t format = 0; instance && format < format_count(stage_); ++format) {
    Scene scene;
    scene.width = 48, scene.height = 32, scene.format = format;
    const Inputs given = inputs(scene);
    doing(settings, given.text());
    const Called called = process(*instance, given);
    if (called.outcome) return scene;
    refusal = called.outcome.error;
  }
  return std::nullopt;
}

std::optional<Trial::Working> Trial::find_working(std::string& refusal) {
  if (const char* file = required_file(stage_)) {
    throw Skipped(std::string("parameter '") + file + "' needs a file, which only you have");
  }
  constexpr int tries = 32;
  std::string another;
  const Settings defaults(stage_);
  if (const auto scene = working_scene(defaults, refusal)) {
    return Working{defaults, *scene};
  }
  std::mt19937_64 same(1);
  for (int i = 0; i < tries && stage_.param_count > 0; ++i) {
    const Settings settings = random_settings(stage_, same);
    if (const auto scene = working_scene(settings, another)) {
      return Working{settings, *scene};
    }
  }
  const bool takes_bytes = std::any_of(
      stage_.inputs, stage_.inputs + stage_.input_count,
      [](const auto* port) { return std::string_view(port->type) == PIPELINE_TYPE_BYTES; });
  if (takes_bytes) throw Skipped("it takes bytes of a kind that is not known here: " + refusal);
  return std::nullopt;
}

Trial::Working Trial::working() {
  std::string refusal;
  if (const auto found = find_working(refusal)) return *found;
  throw Skipped("it works on nothing that it says it takes");
}

}  // namespace pipeline::conformance
