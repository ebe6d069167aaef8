// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/evaluation.hpp"

#include <algorithm>

#include "framework/cache/value_bytes.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/run/output_text.hpp"

namespace pipeline::compare {

namespace {

// Of what the graph writes: equal for equal outputs.
void add_outputs(const Variant& variant, Evaluated& evaluated) {
  const auto& results = variant.program.results();
  std::string keys;
  for (size_t k = 0; k < variant.graph.outputs.size(); ++k) {
    const host::Value& value = evaluated.slots[variant.program.slot_of(results[k])];
    evaluated.output_bytes += run::output_bytes(value);
    const auto key = cache::key_of(value);
    if (!key) continue;
    keys.append(reinterpret_cast<const char*>(&*key), sizeof *key);
  }
  evaluated.outputs = cache::key_of(keys);
}

std::optional<run::Failure> add_metrics(const Variant& variant, Evaluated& evaluated) {
  const auto& results = variant.program.results();
  for (size_t m = 0; m < variant.graph.metrics.size(); ++m) {
    const auto& wire = results[variant.graph.outputs.size() + m];
    const auto number = evaluated.slots[variant.program.slot_of(wire)].number();
    if (!number) {
      return run::Failure{"", PIPELINE_INTERNAL,
                          "metric '" + variant.graph.metrics[m].name + "' got no value"};
    }
    evaluated.metrics.push_back(*number);
  }
  return std::nullopt;
}

}  // namespace

Evaluation::Evaluation(std::vector<host::Value> inputs, std::vector<cache::Key> keys,
                       cache::Results* kept, const host::Environment& environment)
    : inputs_(std::move(inputs)),
      input_keys_(std::move(keys)),
      environment_(environment),
      made_(kept) {}

std::variant<cache::Made, run::Failure> Evaluation::make(
    const run::Program& program, uint32_t number, const std::vector<host::Value>& slots) const {
  const run::Program::Step& step = program.steps()[number];
  const auto inputs = program.inputs_of(step, slots);
  cache::Made made;
  made.values.resize(step.output_count);
  const host::PeakGrowth growth;
  const host::Outcome outcome = step.instance->process(inputs, made.values, environment_);
  if (!outcome) return run::Failure{step.name, outcome.status, outcome.error};
  made.bytes = std::max(outcome.bytes, growth.bytes());
  return made;
}

std::variant<Evaluated, run::Failure> Evaluation::run(const Variant& variant,
                                                      const std::vector<uint32_t>& watched) {
  const run::Program& program = variant.program;
  const auto keys = variant.keys.of(input_keys_);
  Evaluated evaluated;
  evaluated.slots.resize(program.slot_count());
  std::copy(inputs_.begin(), inputs_.end(), evaluated.slots.begin());
  for (uint32_t s = 0; s < program.steps().size(); ++s) {
    const run::Program::Step& step = program.steps()[s];
    auto known = keys[s] ? made_.find(*keys[s], environment_) : std::nullopt;
    if (!known || known->values.size() != step.output_count) {
      auto made = make(program, s, evaluated.slots);
      if (auto* failure = std::get_if<run::Failure>(&made)) return std::move(*failure);
      known = std::get<cache::Made>(std::move(made));
      if (keys[s]) made_.keep(*keys[s], *known, environment_);
    }
    if (std::find(watched.begin(), watched.end(), s) != watched.end()) {
      evaluated.peak_bytes = std::max(evaluated.peak_bytes, known->bytes);
    }
    std::copy(known->values.begin(), known->values.end(),
              evaluated.slots.begin() + static_cast<std::ptrdiff_t>(step.first_slot));
  }
  add_outputs(variant, evaluated);
  if (auto failure = add_metrics(variant, evaluated)) return *failure;
  return evaluated;
}

}  // namespace pipeline::compare
