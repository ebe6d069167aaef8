// SPDX-License-Identifier: Apache-2.0
#include "framework/bench/costs.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <optional>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/run/load.hpp"
#include "framework/run/output_text.hpp"

namespace pipeline::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Values = std::vector<host::Value>;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class Bench {
 public:
  Bench(const graph::Graph& graph, const run::Program& program, const std::vector<run::Item>& items,
        const Setting& setting, const host::Environment& environment,
        const std::function<void(std::string)>& progress)
      : graph_(graph),
        program_(program),
        items_(items),
        setting_(setting),
        environment_(environment),
        progress_(progress),
        timed_(program.needed_by(graph.outputs.size())) {}

  Result run() {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, setting_.threads);
    tbb::task_arena arena(static_cast<int>(setting_.threads));
    result_.output_bytes.assign(graph_.outputs.size(), 0);
    result_.metrics.resize(graph_.metrics.size());
    result_.isolated.stages = stages();
    result_.throughput.stages = stages();
    environment_.pool_threads = setting_.threads;
    arena.execute([&] {
      for (size_t i = 0; i < items_.size() && !stopped(); ++i) {
        progress_("image " + std::to_string(i + 1) + " of " + std::to_string(items_.size()));
        measure_alone(i);
      }
    });
    double all = 0;
    for (const StageCost& stage : result_.isolated.stages) {
      for (const double s : stage.seconds) all += s;
    }
    if (all > 0) result_.isolated.images_per_second = static_cast<double>(calls_) / all;
    environment_.pool_threads = 1;
    progress_("images in parallel");
    if (!result_.images.empty() && !stopped()) arena.execute([&] { measure_together(); });
    progress_("");
    return std::move(result_);
  }

 private:
  bool stopped() const { return environment_.stop && environment_.stop->load(); }

  std::vector<StageCost> stages() const {
    std::vector<StageCost> costs;
    for (const run::Program::Step& step : program_.steps()) {
      StageCost& cost = costs.emplace_back();
      cost.name = step.name;
      cost.uses = step.instance->stage().id;
    }
    return costs;
  }

  // How often an image is run: until its share of the time is over, at least this often; beyond a
  // thousand calls of a stage, more tell nothing new.
  static constexpr unsigned least_rounds = 3;
  unsigned most_rounds() const {
    return std::max(least_rounds, static_cast<unsigned>(1000 / std::max<size_t>(1, items_.size())));
  }

  void measure_alone(size_t number) {
    environment_.image = run::name_of(items_[number]);
    Values slots(program_.slot_count());
    const auto inputs = std::span(slots).first(program_.input_count());
    auto failure = run::load_files(graph_, items_[number], *environment_.memory, nullptr, inputs);
    if (!failure) failure = run_steps(slots);
    if (failure) {
      if (!stopped()) result_.failed.emplace_back(number, std::move(*failure));
      return;
    }
    take_results(number, slots, inputs);
    const auto begin = Clock::now();
    const double share = setting_.budget.count() / static_cast<double>(items_.size());
    for (unsigned r = 0; r < most_rounds() && !stopped(); ++r) {
      if (r >= least_rounds && seconds_since(begin) > share) break;
      time_steps(slots);
      ++calls_;
    }
  }

  // All steps once, the metrics' too; what each takes in memory is seen here.
  std::optional<run::Failure> run_steps(Values& slots) {
    for (uint32_t s = 0; s < program_.steps().size(); ++s) {
      const run::Program::Step& step = program_.steps()[s];
      const auto inputs = program_.inputs_of(step, slots);
      const std::span<host::Value> outputs(slots.data() + step.first_slot, step.output_count);
      const host::PeakGrowth growth;
      const host::Outcome outcome = step.instance->process(inputs, outputs, environment_);
      if (!outcome) return run::Failure{step.name, outcome.status, outcome.error};
      StageCost& cost = result_.isolated.stages[s];
      cost.memory = std::max({cost.memory, outcome.bytes, growth.bytes()});
      cost.allocations = std::max(cost.allocations, outcome.allocations);
      size_t in = 0, out = 0;
      for (const host::Value* value : inputs) in += value ? value->memory() : 0;
      for (const host::Value& value : outputs) out += value.memory();
      cost.bytes_in = std::max(cost.bytes_in, in);
      cost.bytes_out = std::max(cost.bytes_out, out);
    }
    return std::nullopt;
  }

  void take_results(size_t number, const Values& slots, std::span<const host::Value> inputs) {
    result_.images.push_back(number);
    cache::Hash hash;
    for (const host::Value& value : inputs) hash.key(cache::key_of(value).value_or(cache::Key()));
    result_.keys.push_back(hash.result());
    const auto& results = program_.results();
    for (size_t k = 0; k < results.size(); ++k) {
      const host::Value& value = slots[program_.slot_of(results[k])];
      if (k >= graph_.outputs.size()) {
        result_.metrics[k - graph_.outputs.size()].push_back(value.number().value_or(0));
      } else {
        result_.output_bytes[k] += run::output_bytes(value);
      }
    }
  }

  void time_steps(const Values& slots) {
    for (uint32_t s = 0; s < program_.steps().size(); ++s) {
      if (!timed_[s]) continue;
      const run::Program::Step& step = program_.steps()[s];
      const auto inputs = program_.inputs_of(step, slots);
      Values outputs(step.output_count);
      const auto begin = Clock::now();
      const host::Outcome outcome = step.instance->process(inputs, outputs, environment_);
      const double seconds = seconds_since(begin);
      if (!outcome) return;
      add_time(result_.isolated.stages[s], seconds, host::most_pixels(inputs, outputs));
    }
  }

  static void add_time(StageCost& cost, double seconds, size_t pixels) {
    cost.seconds.push_back(seconds);
    if (pixels > 0 && seconds > 0) {
      cost.speed.push_back(static_cast<double>(pixels) / seconds / 1e6);
    }
  }

  void measure_together() {
    double rate = 0;
    const auto begin = Clock::now();
    for (unsigned pass = 0; pass <= most_rounds() && !stopped(); ++pass) {
      if (pass > least_rounds && seconds_since(begin) > setting_.budget.count()) break;
      run::Spans spans;
      const auto start = Clock::now();
      if (!run_all(spans)) return;
      const double seconds = seconds_since(start);
      if (pass == 0) continue;  // to warm up
      rate += seconds;
      passes_ += 1;
      for (const run::Span& span : spans.sorted()) {
        if (span.step >= program_.steps().size() || !timed_[span.step]) continue;
        add_time(result_.throughput.stages[span.step],
                 std::chrono::duration<double>(span.end - span.begin).count(), span.pixels);
      }
    }
    if (rate > 0) {
      result_.throughput.images_per_second =
          static_cast<double>(passes_ * result_.images.size()) / rate;
    }
  }

  bool run_all(run::Spans& spans) {
    bool failed = false;
    const run::Job job{
        .count = result_.images.size(),
        .name = [&](size_t f) { return run::name_of(items_[result_.images[f]]); },
        .load =
            [&](size_t frame, std::span<host::Value> inputs, host::Account& account) {
              return run::load_files(graph_, items_[result_.images[frame]], *environment_.memory,
                                     &account, inputs);
            },
        .store = [](size_t, std::span<const host::Value>) { return std::nullopt; },
        .done = [&](size_t, const run::Failure* failure) { failed = failed || failure; },
        .wanted = &timed_,
        .spans = &spans};
    run::run_flow(program_, job,
                  {run::default_frames_in_flight(setting_.threads, result_.images.size())},
                  environment_);
    return !failed;
  }

  const graph::Graph& graph_;
  const run::Program& program_;
  const std::vector<run::Item>& items_;
  const Setting& setting_;
  host::Environment environment_;
  const std::function<void(std::string)>& progress_;
  const std::vector<bool> timed_;  // by step: some output needs it
  size_t calls_ = 0, passes_ = 0;
  Result result_;
};

}  // namespace

Result measure(const graph::Graph& graph, const run::Program& program,
               const std::vector<run::Item>& items, const Setting& setting,
               const host::Environment& environment,
               const std::function<void(std::string)>& progress) {
  return Bench(graph, program, items, setting, environment, progress).run();
}

}  // namespace pipeline::bench
