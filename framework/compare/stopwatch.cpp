// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/stopwatch.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

namespace pipeline::compare {

namespace {

using Clock = std::chrono::steady_clock;

// Of the steps that outputs need those of which wanted(variant, step), or all if these are none.
template <class Wanted>
std::vector<std::vector<uint32_t>> chosen(const std::vector<Variant>& variants, Wanted wanted) {
  std::vector<std::vector<uint32_t>> result;
  bool any = false;
  for (const bool all : {false, true}) {
    result.clear();
    for (size_t v = 0; v < variants.size(); ++v) {
      auto& steps = result.emplace_back();
      const auto needed = variants[v].program.needed_by(variants[v].graph.outputs.size());
      for (uint32_t s = 0; s < needed.size(); ++s) {
        if (needed[s] && (all || wanted(v, s))) steps.push_back(s);
      }
      any = any || !steps.empty();
    }
    if (any) break;
  }
  return result;
}

}  // namespace

std::vector<std::vector<uint32_t>> steps_to_time(const std::vector<Variant>& variants,
                                                 const std::vector<std::string>& names) {
  // By name: the different steps, and in how many variants there is one.
  std::map<std::string, std::set<cache::Key>> kinds;
  std::map<std::string, size_t> counts;
  for (const Variant& variant : variants) {
    const auto& steps = variant.program.steps();
    for (size_t s = 0; s < steps.size(); ++s) {
      kinds[steps[s].name].insert(variant.keys.own()[s]);
      ++counts[steps[s].name];
    }
  }
  const auto differs = [&](const std::string& name) {
    return kinds[name].size() > 1 || counts[name] != variants.size() ||
           std::find(names.begin(), names.end(), name) != names.end();
  };
  return chosen(variants,
                [&](size_t v, uint32_t s) { return differs(variants[v].program.steps()[s].name); });
}

std::vector<std::vector<uint32_t>> steps_not_shared(const std::vector<Variant>& variants) {
  // Of any inputs that are the same for all.
  std::vector<std::vector<std::optional<cache::Key>>> keys;
  std::map<cache::Key, std::set<size_t>> makers;
  for (size_t v = 0; v < variants.size(); ++v) {
    keys.push_back(variants[v].keys.of(
        std::vector<cache::Key>(variants[v].graph.inputs.size(), cache::Key())));
    for (const auto& key : keys[v]) {
      if (key) makers[*key].insert(v);
    }
  }
  return chosen(variants, [&](size_t v, uint32_t s) {
    return !keys[v][s] || makers[*keys[v][s]].size() < variants.size();
  });
}

Stopwatch::Stopwatch(const Variant& variant, const std::vector<uint32_t>& steps,
                     const std::vector<host::Value>& slots) {
  for (const uint32_t number : steps) {
    const run::Program::Step& step = variant.program.steps()[number];
    Timed& timed = steps_.emplace_back(Timed{step.instance.get(), {}, step.output_count});
    for (const graph::Wire& wire : step.inputs) {
      timed.inputs.push_back(wire.from == graph::Wire::From::nothing
                                 ? host::Value()
                                 : slots[variant.program.slot_of(wire)]);
    }
  }
}

std::optional<double> Stopwatch::time_once(const host::Environment& environment) const {
  Clock::duration total{};
  for (const Timed& step : steps_) {
    std::vector<const host::Value*> inputs;
    for (const host::Value& value : step.inputs) inputs.push_back(value ? &value : nullptr);
    std::vector<host::Value> outputs(step.output_count);
    const auto begin = Clock::now();
    const host::Outcome outcome = step.instance->process(inputs, outputs, environment);
    total += Clock::now() - begin;
    if (!outcome) return std::nullopt;
  }
  return std::chrono::duration<double>(total).count();
}

std::optional<double> Stopwatch::time(const host::Environment& environment) {
  constexpr double least = 0.5e-3, until_long = 50e-3;
  constexpr double most_repeats = 1000;
  if (repeats_ == 0 || short_) {
    const auto first = time_once(environment);
    if (!first) return std::nullopt;
    short_ = *first < until_long;
    if (repeats_ == 0) {
      repeats_ = static_cast<unsigned>(
          std::clamp(std::ceil(least / std::max(1e-9, *first)), 1.0, most_repeats));
    }
  }
  double total = 0;
  for (unsigned r = 0; r < repeats_; ++r) {
    const auto seconds = time_once(environment);
    if (!seconds) return std::nullopt;
    total += *seconds;
  }
  return std::max(1e-9, total / repeats_);
}

size_t Stopwatch::memory() const {
  size_t bytes = 0;
  for (const Timed& step : steps_) {
    for (const host::Value& value : step.inputs) bytes += value.memory();
  }
  return bytes;
}

}  // namespace pipeline::compare
