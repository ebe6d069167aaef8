// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/comparison.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "framework/cache/value_bytes.hpp"
#include "framework/compare/stopwatch.hpp"
#include "framework/host/difference.hpp"
#include "framework/run/load.hpp"

namespace pipeline::compare {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t repeats_checked = 3;  // images of which each variant makes all twice
constexpr unsigned first_look = 4;
constexpr double until_next_look = 1.4;

std::vector<Metric> metrics_of(const graph::Graph& graph) {
  std::vector<Metric> metrics;
  for (const graph::Metric& metric : graph.metrics) {
    const pipeline_port* port = graph::port_of(graph, metric.from);
    const uint32_t better = port ? port->better : uint32_t{PIPELINE_BETTER_UNSTATED};
    metrics.push_back({metric.name, port && port->unit ? port->unit : "",
                       better == PIPELINE_BETTER_LOWER, better ? metric.margin : std::nullopt,
                       better != PIPELINE_BETTER_UNSTATED});
  }
  return metrics;
}

bool is_among(const host::Value& value, const std::vector<host::Value>& others) {
  return std::any_of(others.begin(), others.end(), [&](const host::Value& other) {
    return value.type() == other.type() && host::difference(value, other).empty();
  });
}

// Of one image, from all that both made of it for the graph's outputs.
std::optional<Difference> first_difference(const Variant& baseline, const Evaluated& reference,
                                           const Variant& variant, const Evaluated& test,
                                           size_t image) {
  const auto& others = variant.program.steps();
  const auto needed = baseline.program.needed_by(baseline.graph.outputs.size());
  for (size_t s = 0; s < needed.size(); ++s) {
    if (!needed[s]) continue;
    const run::Program::Step& step = baseline.program.steps()[s];
    const auto other = std::find_if(others.begin(), others.end(),
                                    [&](const auto& o) { return o.name == step.name; });
    const pipeline_stage& stage = step.instance->stage();
    for (uint32_t k = 0; k < step.output_count; ++k) {
      const std::string port = stage.outputs[k]->name;
      const host::Value& value = reference.slots[step.first_slot + k];
      if (other == others.end()) {
        if (is_among(value, test.slots)) continue;
        return Difference{image, step.name, port,
                          "no stage of " + variant.name + " makes the same"};
      }
      const pipeline_stage& other_stage = other->instance->stage();
      for (uint32_t o = 0; o < other->output_count; ++o) {
        if (port != other_stage.outputs[o]->name) continue;
        std::string text = host::difference(value, test.slots[other->first_slot + o]);
        if (!text.empty()) return Difference{image, step.name, port, std::move(text)};
      }
    }
  }
  return std::nullopt;
}

class Contest {
 public:
  Contest(const std::vector<Variant>& variants, const Variant& again,
          const std::vector<run::Item>& items, const Setting& setting, cache::Results* kept,
          const host::Environment& environment, const std::function<void(std::string)>& progress)
      : variants_(variants),
        again_(again),
        items_(items),
        setting_(setting),
        kept_results_(kept),
        environment_(environment),
        progress_(progress),
        random_(setting.seed),
        steps_(setting.graphs ? steps_not_shared(variants)
                              : steps_to_time(variants, setting.stages)),
        deadline_(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                     setting.budget * static_cast<double>(variants.size()))) {}

  Comparison run() {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, setting_.threads);
    tbb::task_arena arena(static_cast<int>(setting_.threads));
    environment_.pool_threads = setting_.threads;
    arena.execute([&] { evaluate_all(); });
    name_columns();
    if (result_.judged.empty()) return std::move(result_);
    environment_.pool_threads = setting_.timing == Timing::isolated ? setting_.threads : 1;
    arena.execute([&] { time_all(); });
    result_.stopped = stopped();
    return std::move(result_);
  }

 private:
  bool stopped() const { return environment_.stop && environment_.stop->load(); }
  double seconds_left() const {
    return std::chrono::duration<double>(deadline_ - Clock::now()).count();
  }
  size_t columns() const { return variants_.size() + 1; }  // the last is the baseline again

  void name_columns() {
    result_.metrics = metrics_of(variants_[0].graph);
    for (size_t v = 0; v < variants_.size(); ++v) {
      for (const uint32_t s : steps_[v]) {
        const std::string& name = variants_[v].program.steps()[s].name;
        if (std::find(result_.stages.begin(), result_.stages.end(), name) == result_.stages.end()) {
          result_.stages.push_back(name);
        }
      }
    }
    result_.peak_bytes.assign(variants_.size(), 0);
    result_.output_bytes.assign(variants_.size(), 0);
    std::sort(images_.begin(), images_.end(),
              [](const Image& a, const Image& b) { return a.number < b.number; });
    for (size_t v = 0; v < variants_.size(); ++v) {
      Column& column = v == 0 ? result_.baseline : result_.variants.emplace_back();
      column.name = variants_[v].name;
      column.metrics.resize(result_.metrics.size());
      column.same_output = true;
      for (const Image& image : images_) {
        for (size_t m = 0; m < column.metrics.size(); ++m) {
          column.metrics[m].push_back(image.made[v].metrics[m]);
        }
        column.same_output = column.same_output && image.made[v].outputs == image.made[0].outputs;
        column.repeats = column.repeats && image.repeats[v];
        result_.peak_bytes[v] = std::max(result_.peak_bytes[v], image.made[v].peak_bytes);
        result_.output_bytes[v] += image.made[v].output_bytes;
      }
    }
    for (const Image& image : images_) result_.judged.push_back(image.number);
  }

  struct Image {
    size_t number;
    std::vector<Evaluated> made;       // without slots
    std::vector<bool> repeats;         // whether each variant made the same again
    std::vector<Stopwatch> stopwatch;  // of the variants, and of the baseline again
  };

  std::optional<run::Failure> load(size_t number, std::span<host::Value> inputs) const {
    return run::load_files(variants_[0].graph, items_[number], *environment_.memory, nullptr,
                           inputs);
  }

  // All images in random order, until half of the time is over, at least one.
  void evaluate_all() {
    std::vector<size_t> order(items_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    shuffle(order);
    const double half = seconds_left() / 2;
    for (size_t i = 0; i < order.size() && !stopped(); ++i) {
      if (!images_.empty() && seconds_left() < half) {
        result_.left = order.size() - i;
        break;
      }
      progress_("judging image " + std::to_string(i + 1) + " of " + std::to_string(order.size()));
      evaluate(order[i]);
    }
    if (stopped()) {
      result_.left = items_.size() - images_.size() - result_.failed.size() - result_.twins;
    }
  }

  void evaluate(size_t number) {
    environment_.image = run::name_of(items_[number]);
    std::vector<host::Value> inputs(variants_[0].graph.inputs.size());
    if (auto failure = load(number, inputs)) {
      if (!stopped()) result_.failed.push_back({number, "", std::move(*failure)});
      return;
    }
    std::vector<cache::Key> keys;
    for (const host::Value& value : inputs)
      keys.push_back(value ? *cache::key_of(value) : cache::Key());
    if (!seen_.insert(keys).second) {
      ++result_.twins;
      return;
    }
    Evaluation evaluation(inputs, keys, kept_results_, environment_);
    Image image{number, {}, std::vector<bool>(variants_.size(), true), {}};
    for (size_t v = 0; v < variants_.size(); ++v) {
      auto made = evaluation.run(variants_[v], steps_[v]);
      if (auto* failure = std::get_if<run::Failure>(&made)) {
        if (!stopped()) {
          result_.failed.push_back({number, variants_[v].name, std::move(*failure)});
        }
        return;
      }
      image.made.push_back(std::get<Evaluated>(std::move(made)));
      image.stopwatch.emplace_back(variants_[v], steps_[v], image.made[v].slots);
    }
    image.stopwatch.emplace_back(again_, steps_[0], image.made[0].slots);
    if (setting_.graphs) find_differences(image);
    if (images_.size() < repeats_checked) check_repeats(inputs, keys, image);
    for (Evaluated& made : image.made) made.slots.clear();
    for (const Stopwatch& watch : image.stopwatch) kept_ += watch.memory();
    if (kept_ > setting_.memory) image.stopwatch.clear();
    images_.push_back(std::move(image));
  }

  // Of all images the first that differs counts, in whatever order they are looked at.
  void find_differences(const Image& image) {
    result_.differences.resize(variants_.size() - 1);
    for (size_t v = 1; v < variants_.size(); ++v) {
      auto& known = result_.differences[v - 1];
      if (known && known->image < image.number) continue;
      auto found =
          first_difference(variants_[0], image.made[0], variants_[v], image.made[v], image.number);
      if (found) known = std::move(found);
    }
  }

  void check_repeats(const std::vector<host::Value>& inputs, const std::vector<cache::Key>& keys,
                     Image& image) {
    Evaluation evaluation(inputs, keys, nullptr, environment_);
    const auto check = [&](const Variant& variant, size_t v) {
      const auto made = evaluation.run(variant, {});
      const auto* second = std::get_if<Evaluated>(&made);
      const bool same = second && second->outputs == image.made[v].outputs &&
                        second->metrics == image.made[v].metrics;
      if (!same && !stopped()) image.repeats[v] = false;
    };
    for (size_t v = 0; v < variants_.size() && !stopped(); ++v) check(variants_[v], v);
    if (!stopped()) check(again_, 0);
  }

  void time_all() {
    const bool isolated = setting_.timing == Timing::isolated;
    for (size_t i = 0; i < images_.size(); ++i) {
      if (!isolated || !images_[i].stopwatch.empty()) timed_.push_back(i);
    }
    result_.beyond_memory = images_.size() - timed_.size();
    times_.assign(columns(), Times(isolated ? timed_.size() : 1));
    Rule rule = setting_.rule;
    rule.seed = setting_.seed;
    const size_t samples_a_round = std::max<size_t>(1, times_[0].size());
    unsigned look_at = std::max<unsigned>(
        first_look, static_cast<unsigned>((least_samples + samples_a_round - 1) / samples_a_round));
    bool more = round(false);
    while (more && !stopped()) {
      more = round(true);
      if (more) ++result_.rounds;
      progress_("timing: round " + std::to_string(result_.rounds));
      if (more && result_.rounds < look_at) continue;
      rule.look = ++result_.looks;
      judge_now(rule);
      if (speed_is_decided(result_.verdicts)) break;
      look_at = static_cast<unsigned>(std::ceil(result_.rounds * until_next_look));
    }
    if (result_.looks == 0) {
      result_.looks = 1;
      judge_now(rule);
    }
    progress_("");
  }

  // Of what has been measured so far; images that no round has reached do not count.
  void judge_now(const Rule& rule) {
    result_.timed.clear();
    result_.baseline.times.clear();
    result_.again.clear();
    for (Column& column : result_.variants) column.times.clear();
    for (size_t i = 0; i < times_[0].size(); ++i) {
      if (times_[0][i].empty()) continue;
      if (setting_.timing == Timing::isolated) {
        result_.timed.push_back(images_[timed_[i]].number);
      } else {
        for (const size_t t : timed_) result_.timed.push_back(images_[t].number);
      }
      result_.baseline.times.push_back(times_[0][i]);
      result_.again.push_back(times_.back()[i]);
      for (size_t v = 0; v < result_.variants.size(); ++v) {
        result_.variants[v].times.push_back(times_[v + 1][i]);
      }
    }
    result_.verdicts =
        judge(result_.baseline, result_.again, result_.variants, result_.metrics, rule);
  }

  // Every column once on every image; false where the time was over before all were.
  bool round(bool counts) {
    return setting_.timing == Timing::isolated ? round_alone(counts) : round_together(counts);
  }

  bool round_alone(bool counts) {
    std::vector<size_t> order(timed_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    shuffle(order);
    for (const size_t i : order) {
      if (stopped() || (counts && seconds_left() <= 0)) return false;
      environment_.image = run::name_of(items_[images_[timed_[i]].number]);
      std::vector<double> seconds(columns());
      for (const size_t c : shuffled_columns()) {
        const auto time = images_[timed_[i]].stopwatch[c].time(environment_);
        if (!time) return false;
        seconds[c] = *time;
      }
      if (!counts) continue;
      for (size_t c = 0; c < columns(); ++c) times_[c][i].push_back(seconds[c]);
    }
    return !order.empty();
  }

  bool round_together(bool counts) {
    std::vector<double> seconds(columns());
    for (const size_t c : shuffled_columns()) {
      if (stopped() || (counts && seconds_left() <= 0)) return false;
      const auto time = time_batch(c < variants_.size() ? variants_[c] : again_);
      if (!time) return false;
      seconds[c] = *time;
    }
    if (!counts) return true;
    for (size_t c = 0; c < columns(); ++c) times_[c][0].push_back(seconds[c]);
    return true;
  }

  // Seconds for all images through the whole graph.
  std::optional<double> time_batch(const Variant& variant) {
    bool failed = false;
    const auto without_metrics = variant.program.needed_by(variant.graph.outputs.size());
    const run::Job job{
        .count = timed_.size(),
        .name = [&](size_t f) { return run::name_of(items_[images_[timed_[f]].number]); },
        .load = [&](size_t frame, std::span<host::Value> inputs,
                    host::Account&) { return load(images_[timed_[frame]].number, inputs); },
        .store = [](size_t, std::span<const host::Value>) { return std::nullopt; },
        .done = [&](size_t, const run::Failure* failure) { failed = failed || failure; },
        .wanted = &without_metrics};
    const auto begin = Clock::now();
    run::run_flow(variant.program, job,
                  {run::default_frames_in_flight(setting_.threads, timed_.size())}, environment_);
    const std::chrono::duration<double> time = Clock::now() - begin;
    return failed ? std::nullopt : std::optional(time.count());
  }

  template <class T>
  void shuffle(std::vector<T>& values) {
    for (size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random_() % i]);
  }
  std::vector<size_t> shuffled_columns() {
    std::vector<size_t> order(columns());
    std::iota(order.begin(), order.end(), size_t{0});
    shuffle(order);
    return order;
  }

  const std::vector<Variant>& variants_;
  const Variant& again_;
  const std::vector<run::Item>& items_;
  const Setting& setting_;
  cache::Results* const kept_results_;
  host::Environment environment_;
  const std::function<void(std::string)>& progress_;
  std::mt19937_64 random_;
  const std::vector<std::vector<uint32_t>> steps_;
  const Clock::time_point deadline_;
  std::vector<Image> images_;
  std::set<std::vector<cache::Key>> seen_;  // inputs
  std::vector<size_t> timed_;               // into images_
  std::vector<Times> times_;                // by column
  size_t kept_ = 0;
  Comparison result_;
};

}  // namespace

Comparison compare(const std::vector<Variant>& variants, const Variant& again,
                   const std::vector<run::Item>& items, const Setting& setting,
                   cache::Results* kept, const host::Environment& environment,
                   const std::function<void(std::string)>& progress) {
  return Contest(variants, again, items, setting, kept, environment, progress).run();
}

}  // namespace pipeline::compare
