// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/experiment.hpp"

#include <algorithm>

#include "framework/graph/draft.hpp"
#include "framework/graph/fields.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr char swap_expected[] = "a map such as { quantize: [quantize.kmeans, quantize.wu] }";
constexpr char sweep_expected[] = "a map such as { quantize.colors: [8, 16] }";

// One value or a list of them.
std::vector<Text> read_values(const Text& key, const YamlNode& node, Diagnostics& diagnostics) {
  const std::string expected = "a value or a list of values";
  std::vector<Text> values;
  if (node.kind != YamlNode::Kind::sequence) {
    if (const auto text = read_text(node, key.text, expected, diagnostics)) values.push_back(*text);
    return values;
  }
  for (const YamlNode& item : node.items) {
    if (const auto text = read_text(item, key.text, expected, diagnostics)) values.push_back(*text);
  }
  if (node.items.empty()) {
    diagnostics.error(node.mark, in_quotes(key.text) + " has no values",
                      {.expected = expected, .fix = "add some, or remove it"});
  }
  return values;
}

void read_choices(const YamlNode* node, const char* key, const char* expected, bool sweep,
                  ExperimentSpec& experiment, Diagnostics& diagnostics) {
  if (!node ||
      !read_map(*node, key, expected, std::string("write ") + key + ": { ... }", diagnostics)) {
    return;
  }
  for (const auto& [name, value] : node->entries) {
    const Text text{name.text, name.mark};
    experiment.choices.push_back({sweep, text, read_values(text, value, diagnostics)});
  }
}

void report_no_number(const Text& text, const std::string& expected, Diagnostics& diagnostics) {
  diagnostics.error(text.mark, in_quotes(text.text) + " is no " + expected,
                    {.expected = expected, .fix = "write a number"});
}

std::optional<double> budget_of(const ExperimentSpec& spec) {
  const auto value = spec.budget ? parse_number(spec.budget->text) : std::nullopt;
  return value && *value >= 0.1 ? value : std::nullopt;
}

std::optional<uint64_t> seed_of(const ExperimentSpec& spec) {
  const auto value = spec.seed ? parse_integer(spec.seed->text) : std::nullopt;
  return value && *value >= 0 ? std::optional(static_cast<uint64_t>(*value)) : std::nullopt;
}

// The part before the last dot: the stage of a parameter.
std::string stage_of(const ExperimentSpec::Choice& choice) {
  return choice.sweep ? choice.key.text.substr(0, choice.key.text.rfind('.')) : choice.key.text;
}

}  // namespace

ExperimentSpec read_experiment(const YamlNode& node, Diagnostics& diagnostics) {
  ExperimentSpec experiment;
  if (!read_map(node, "compare", "a map with swap or sweep",
                "write compare: { swap: { STAGE: [ID, ID] } }", diagnostics)) {
    return experiment;
  }
  const Fields fields(node, "an experiment", compare_keys, diagnostics);
  read_choices(fields.find("swap"), "swap", swap_expected, false, experiment, diagnostics);
  read_choices(fields.find("sweep"), "sweep", sweep_expected, true, experiment, diagnostics);
  experiment.baseline = fields.text("baseline", "the name of a variant");
  experiment.timing = fields.text("timing", one_of(timing_words));
  experiment.budget = fields.text("budget", "seconds for each variant");
  experiment.seed = fields.text("seed", "a whole number");
  const auto& timing = experiment.timing;
  if (timing &&
      std::find(timing_words.begin(), timing_words.end(), timing->text) == timing_words.end()) {
    report_unknown(diagnostics, timing->mark, "there is no timing " + in_quotes(timing->text),
                   timing->text, timing_words);
  }
  if (experiment.budget && !budget_of(experiment)) {
    report_no_number(*experiment.budget, "number of seconds from 0.1 on", diagnostics);
  }
  if (experiment.seed && !seed_of(experiment)) {
    report_no_number(*experiment.seed, "whole number", diagnostics);
  }
  return experiment;
}

void check_experiment(Work& work) {
  const GraphSpec& spec = *work.top.spec;
  std::vector<std::string> names;
  for (const auto* stages : {&spec.stages, &spec.metrics}) {
    for (const StageSpec& stage : *stages) names.push_back(stage.name.text);
  }
  std::vector<std::string> parameters;
  for (const ParameterSpec& parameter : spec.parameters) {
    parameters.push_back(parameter.name.text);
  }
  for (const auto& choice : spec.experiment.choices) {
    const bool is_parameter = choice.key.text.find('.') == std::string::npos;
    const auto& known = choice.sweep && is_parameter ? parameters : names;
    // Of a graph used as a stage, "STAGE/INNER" is looked at when the variant is made.
    const std::string name = choice.sweep && is_parameter ? choice.key.text : stage_of(choice);
    const std::string outer = name.substr(0, name.find('/'));
    if (std::find(known.begin(), known.end(), outer) != known.end()) continue;
    report_unknown(work.diagnostics, choice.key.mark,
                   std::string("there is no ") +
                       (choice.sweep && is_parameter ? "parameter " : "stage ") + in_quotes(outer),
                   outer, known);
  }
}

Experiment experiment_of(const ExperimentSpec& spec) {
  Experiment experiment;
  for (const auto& choice : spec.choices) {
    auto& made = experiment.choices.emplace_back();
    made.sweep = choice.sweep;
    made.key = choice.key.text;
    for (const Text& value : choice.values) {
      made.values.push_back(value.text);
      made.marks.push_back(value.mark);
    }
  }
  const auto word = [](const std::optional<Text>& text) { return text ? text->text : ""; };
  experiment.baseline = word(spec.baseline);
  experiment.timing = word(spec.timing);
  experiment.budget = budget_of(spec);
  experiment.seed = seed_of(spec);
  return experiment;
}

}  // namespace pipeline::graph
