// SPDX-License-Identifier: Apache-2.0
#include "framework/verify/verification.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <random>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/difference.hpp"
#include "framework/host/type_bytes.hpp"
#include "framework/run/load.hpp"

namespace pipeline::verify {

namespace {

using host::Value;
using run::Failure;

class Verifier {
 public:
  Verifier(const graph::Graph& graph, const run::Program& program,
           const std::vector<run::Item>& items, const std::vector<Schedule>& schedules,
           const host::Registry& registry, const host::Environment& environment,
           const std::function<void(std::string)>& progress)
      : graph_(graph),
        program_(program),
        items_(items),
        schedules_(schedules),
        registry_(registry),
        environment_(environment),
        progress_(progress),
        findings_(program.steps().size()) {}

  Verification run() {
    result_.stages = program_.steps().size();
    for (const auto& step : program_.steps()) result_.ports += step.output_count;
    for (size_t i = 0; i < items_.size() && !stopped(); ++i) {
      progress_("image " + std::to_string(i + 1) + " of " + std::to_string(items_.size()));
      verify(i);
    }
    progress_("");
    for (auto& finding : findings_) {
      if (finding) result_.findings.push_back(std::move(*finding));
    }
    return std::move(result_);
  }

 private:
  using Outputs = std::vector<std::vector<Value>>;  // by step

  bool stopped() const { return environment_.stop && environment_.stop->load(); }

  void verify(size_t image) {
    inputs_.assign(graph_.inputs.size(), Value());
    if (auto failure =
            run::load_files(graph_, items_[image], *environment_.memory, nullptr, inputs_)) {
      result_.failed.emplace_back(image, std::move(*failure));
      return;
    }
    reference_.assign(program_.steps().size(), {});
    const auto keep = [this](size_t, uint32_t step, std::span<const Value> outputs) {
      reference_[step].assign(outputs.begin(), outputs.end());
    };
    if (auto failure = run_once(image, schedules_.front(), keep)) {
      if (!stopped()) result_.failed.emplace_back(image, std::move(*failure));
      return;
    }
    take_fingerprints(image);
    for (size_t s = 1; s < schedules_.size() && !stopped(); ++s) compare(image, schedules_[s]);
    if (!stopped()) result_.images.push_back(image);
    reference_.clear();
  }

  // One run of all copies; the first failure.
  std::optional<Failure> run_once(
      size_t image, const Schedule& schedule,
      const std::function<void(size_t frame, uint32_t step, std::span<const Value>)>& made) {
    host::Environment environment = environment_;
    environment.shuffle = schedule.shuffle;
    environment.pool_threads = schedule.copies > 1 ? 1 : schedule.threads;
    std::optional<Failure> failure;
    const run::Job job{
        .count = schedule.copies,
        .name = [&](size_t) { return run::name_of(items_[image]); },
        .load =
            [this](size_t, std::span<Value> inputs, host::Account&) {
              std::copy(inputs_.begin(), inputs_.end(), inputs.begin());
              return std::optional<Failure>();
            },
        .store = [](size_t, std::span<const Value>) { return std::optional<Failure>(); },
        .done =
            [&](size_t, const Failure* f) {
              if (f && !failure) failure = *f;
            },
        .made =
            [&](size_t frame, uint32_t step, std::span<const Value> outputs,
                const host::Environment&) {
              made(frame, step, outputs);
              return std::optional<Failure>();
            }};
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, schedule.threads);
    tbb::task_arena arena(static_cast<int>(schedule.threads));
    arena.execute([&] {
      if (schedule.copies == 1) return run::run_serial(program_, job, environment);
      run::run_flow(program_, job, {schedule.copies}, environment);
    });
    return failure;
  }

  // A stage is to blame for what differs only if all that it took was the same.
  void compare(size_t image, const Schedule& schedule) {
    const auto& steps = program_.steps();
    std::vector<std::atomic<bool>> differs(schedule.copies * steps.size());
    const auto look = [&](size_t frame, uint32_t step, std::span<const Value> outputs) {
      const auto other = [&](uint32_t s) -> std::atomic<bool>& {
        return differs[frame * steps.size() + s];
      };
      for (size_t k = 0; k < outputs.size(); ++k) {
        const std::string text = difference_of(step, reference_[step][k], outputs[k]);
        if (text.empty()) continue;
        other(step) = true;
        const auto& before = steps[step].predecessors;
        const bool took_the_same =
            std::none_of(before.begin(), before.end(), [&](uint32_t p) { return other(p).load(); });
        const std::string port = steps[step].instance->stage().outputs[k]->name;
        if (took_the_same) add(image, step, port, schedule, text);
        return;
      }
    };
    if (auto failure = run_once(image, schedule, look); failure && !stopped()) {
      const auto step = std::find_if(steps.begin(), steps.end(),
                                     [&](const auto& s) { return s.name == failure->stage; });
      if (step != steps.end()) {
        add(image, static_cast<uint32_t>(step - steps.begin()), "", schedule, failure->error);
      }
    }
  }

  void add(size_t image, uint32_t step, std::string port, const Schedule& schedule,
           std::string text) {
    const std::lock_guard lock(mutex_);
    if (findings_[step]) return;
    const auto& made_by = program_.steps()[step];
    const bool pure = (made_by.instance->stage().flags & PIPELINE_STAGE_PURE) != 0;
    findings_[step] = {image, made_by.name, std::move(port), schedule.name, std::move(text), pure};
  }

  // As bytes where it is a third party's; empty where that cannot be.
  Value seen(uint32_t step, const Value& value) const {
    if (!value || host::is_host_type(value.type())) return value;
    std::filesystem::path file;
    const pipeline_type* type = registry_.type(value.type(), &file);
    if (!type || !type->to_bytes) return {};
    Value bytes;
    const std::string plugin = file.string();
    const auto outcome =
        host::to_bytes(*type, program_.steps()[step].name, plugin, value, environment_, bytes);
    return outcome ? bytes : Value();
  }

  std::string difference_of(uint32_t step, const Value& reference, const Value& test) const {
    if (!reference && !test) return "";
    const Value before = seen(step, reference), after = seen(step, test);
    return before || after ? host::difference(before, after) : "";
  }

  void take_fingerprints(size_t image) {
    for (uint32_t s = 0; s < reference_.size(); ++s) {
      const run::Program::Step& step = program_.steps()[s];
      for (size_t k = 0; k < reference_[s].size(); ++k) {
        if (!reference_[s][k]) continue;
        const std::string port = step.instance->stage().outputs[k]->name;
        if (const auto key = cache::key_of(seen(s, reference_[s][k]))) {
          result_.fingerprints.push_back({image, step.name, port, *key});
          continue;
        }
        const std::string name = step.name + "." + port + " (" + reference_[s][k].type() + ")";
        auto& unseen = result_.unseen;
        if (std::find(unseen.begin(), unseen.end(), name) == unseen.end()) unseen.push_back(name);
      }
    }
  }

  const graph::Graph& graph_;
  const run::Program& program_;
  const std::vector<run::Item>& items_;
  const std::vector<Schedule>& schedules_;
  const host::Registry& registry_;
  const host::Environment& environment_;
  const std::function<void(std::string)>& progress_;
  std::vector<Value> inputs_;
  Outputs reference_;
  std::mutex mutex_;
  std::vector<std::optional<Finding>> findings_;  // by step
  Verification result_;
};

std::string on_threads(unsigned threads) {
  return "on " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
}

}  // namespace

std::vector<Schedule> schedules(unsigned threads, unsigned rounds, uint64_t seed) {
  std::vector<Schedule> all{{.name = on_threads(1)}};
  all.push_back({.name = on_threads(2), .threads = 2});
  if (threads > 2) all.push_back({.name = on_threads(threads), .threads = threads});
  const unsigned many = std::max(2U, threads), copies = 2 * many + 1;
  all.push_back({.name = std::to_string(copies) + " images at once " + on_threads(many),
                 .threads = many,
                 .copies = copies});
  std::mt19937_64 random(seed);
  for (unsigned r = 1; r <= rounds; ++r) {
    all.push_back({.name = "in shuffled order " + std::to_string(r),
                   .threads = r % 2 == 1 ? 1 : many,
                   .copies = r % 4 == 0 ? copies : 1,
                   .shuffle = random() | 1});
  }
  return all;
}

Verification verify(const graph::Graph& graph, const run::Program& program,
                    const std::vector<run::Item>& items, const std::vector<Schedule>& schedules,
                    const host::Registry& registry, const host::Environment& environment,
                    const std::function<void(std::string)>& progress) {
  return Verifier(graph, program, items, schedules, registry, environment, progress).run();
}

}  // namespace pipeline::verify
