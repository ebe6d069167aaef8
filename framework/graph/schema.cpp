// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/schema.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "framework/graph/grammar.hpp"
#include "framework/graph/schema_parts.hpp"

namespace pipeline::graph {

namespace {

constexpr char graph_file[] = "\\.ya?ml$";

using Stages = std::vector<const pipeline_stage*>;

bool is_type(const pipeline_port* port, std::string_view type) { return type == port->type; }

bool reads(const pipeline_stage* stage) {
  return stage->input_count > 0 && stage->output_count > 0 &&
         is_type(stage->inputs[0], PIPELINE_TYPE_BYTES);
}

bool writes(const pipeline_stage* stage) {
  return stage->input_count > 0 &&
         std::any_of(stage->outputs, stage->outputs + stage->output_count,
                     [](const auto* port) { return is_type(port, PIPELINE_TYPE_BYTES); });
}

bool gives_no_number(const pipeline_stage* stage) {
  return stage->output_count == 0 || !is_type(stage->outputs[0], PIPELINE_TYPE_NUMBER);
}

class Schema {
 public:
  explicit Schema(Stages stages) : stages_(std::move(stages)) {}
  std::string text() const;

 private:
  Json definitions() const;
  Json ids(bool (*fit)(const pipeline_stage*), bool or_graph) const;
  Json types() const;
  Json stage(bool metric) const;
  Json by_uses() const;
  Json input() const;
  Json output() const;
  Json experiment() const;
  const pipeline_stage* find(std::string_view id) const;

  Stages stages_;
};

const pipeline_stage* Schema::find(std::string_view id) const {
  const auto it = std::find_if(stages_.begin(), stages_.end(),
                               [&](const pipeline_stage* stage) { return id == stage->id; });
  return it == stages_.end() ? nullptr : *it;
}

// Each with its doc, so that an editor shows it beside the word.
Json Schema::ids(bool (*fit)(const pipeline_stage*), bool or_graph) const {
  Json choices = Json::list();
  for (const pipeline_stage* stage : stages_) {
    if (fit && !fit(stage)) continue;
    Json choice = Json::object({{"const", stage->id}, {"description", stage->doc}});
    if (stage->flags & PIPELINE_STAGE_DEPRECATED) choice.add("deprecated", true);
    choices.add(std::move(choice));
  }
  if (or_graph) {
    choices.add(Json::object({{"type", "string"},
                              {"pattern", graph_file},
                              {"description", "A graph file, relative to this one"}}));
  }
  // `oneOf` of nothing is no schema.
  if (choices.empty()) return Json::object({{"not", Json::object()}});
  return Json::object({{"oneOf", std::move(choices)}});
}

Json Schema::types() const {
  std::vector<std::string> known = own_types;
  std::set<std::string_view> seen(own_types.begin(), own_types.end());
  const auto add = [&](const pipeline_port* port) {
    if (seen.insert(port->type).second) known.emplace_back(port->type);
  };
  for (const pipeline_stage* stage : stages_) {
    std::for_each(stage->inputs, stage->inputs + stage->input_count, add);
    std::for_each(stage->outputs, stage->outputs + stage->output_count, add);
  }
  return Json::object(
      {{"anyOf", Json::list({Json::object({{"enum", words(known)}}),
                             Json::object({{"type", "string"}, {"pattern", "/"}})})}});
}

Json Schema::by_uses() const {
  Json rules = Json::list();
  for (const pipeline_stage* stage : stages_) {
    const std::string id = stage->id;
    Json properties =
        Json::object({{"in", reference("in." + id)}, {"with", reference("with." + id)}});
    Json consequence = Json::object({{"properties", std::move(properties)}});
    const bool needs_in =
        std::any_of(stage->inputs, stage->inputs + stage->input_count,
                    [](const auto* port) { return !(port->flags & PIPELINE_PORT_OPTIONAL); });
    if (needs_in) consequence.add("required", words({"in"}));
    rules.add(when("uses", words({id}), std::move(consequence)));
  }
  const Json with = Json::object({{"additionalProperties", scalar()}});
  const Json is_graph = Json::object(
      {{"required", words({"uses"})},
       {"properties", Json::object({{"uses", Json::object({{"pattern", graph_file}})}})}});
  const Json properties = Json::object({{"with", with}});
  rules.add(Json::object({{"if", is_graph}, {"then", Json::object({{"properties", properties}})}}));
  return Json::object({{"allOf", std::move(rules)}});
}

Json Schema::stage(bool metric) const {
  const Json by_name =
      Json::object({{"type", "object"}, {"additionalProperties", reference("source")}});
  Json in = Json::object(
      {{"description",
        "What it takes: NAME or STAGE.PORT for its first input, or a map of inputs by name"},
       {"anyOf", Json::list({reference("source"), by_name})}});
  Json with =
      Json::object({{"description", "Its parameters"}, {"type", words({"object", "null"})}});
  Json::Members keys{{"uses", described("The stage, or a graph file", ids(nullptr, true))},
                     {"in", std::move(in)},
                     {"with", std::move(with)}};
  Json rules = Json::list({reference("by_uses")});
  if (metric) {
    keys.emplace_back("margin",
                      Json::object({{"description", "Within which two results are equally good"},
                                    {"type", "number"},
                                    {"minimum", 0}}));
    Json helpers = Json::list();
    for (const pipeline_stage* stage : stages_) {
      if (gives_no_number(stage)) helpers.add(stage->id);
    }
    const Json no_margin = Json::object({{"properties", Json::object({{"margin", false}})}});
    if (!helpers.empty()) rules.add(when("uses", std::move(helpers), no_margin));
  }
  return map_of(std::move(keys), {"uses"}).add("allOf", std::move(rules));
}

Json Schema::input() const {
  Json::Members keys{
      {"type", reference("type")},
      {"default",
       described("The file to read when none is given, relative to the graph", scalar())},
      {"format", described("What the reader delivers", scalar())},
      {"read", described("The stage that makes the value out of the file's bytes; for images "
                         "io.read if nothing is said",
                         ids(&reads, false))},
      {"with", Json::object({{"description", "Parameters of the reader"},
                             {"type", words({"object", "null"})}})}};
  const auto settings = [&](const pipeline_stage* stage) {
    Json format(false);
    for (uint32_t i = 0; i < stage->param_count; ++i) {
      const pipeline_param& param = *stage->params[i];
      if (std::strcmp(param.name, "format") != 0 || param.kind != PIPELINE_ENUM) continue;
      format = Json::object({{"enum", words({param.choices, param.choices + param.choice_count})}});
    }
    return Json::object(
        {{"with", reference("with." + std::string(stage->id))}, {"format", std::move(format)}});
  };
  Json rules = Json::list();
  for (const pipeline_stage* stage : stages_) {
    if (!reads(stage)) continue;
    Json delivers = Json::list();
    for (uint32_t i = 0; i < stage->output_count; ++i) delivers.add(stage->outputs[i]->type);
    Json properties = settings(stage);
    properties.add("type", Json::object({{"enum", std::move(delivers)}}));
    rules.add(when("read", words({stage->id}), Json::object({{"properties", properties}})));
  }
  if (const pipeline_stage* reader = find(standard_reader)) {
    const Json image = Json::object({{"enum", words({PIPELINE_TYPE_IMAGE})}});
    const Json no_reader = Json::object({{"not", Json::object({{"required", words({"read"})}})},
                                         {"required", words({"type"})},
                                         {"properties", Json::object({{"type", image}})}});
    rules.add(Json::object(
        {{"if", no_reader}, {"then", Json::object({{"properties", settings(reader)}})}}));
  }
  Json map = map_of(std::move(keys), {"type"});
  if (!rules.empty()) map.add("allOf", std::move(rules));
  return Json::object({{"anyOf", Json::list({reference("type"), std::move(map)})}});
}

Json Schema::output() const {
  std::string names;
  for (const std::string& word : placeholders) names += (names.empty() ? "" : "|") + word;
  const std::string relative = "(?!/)(?!(.*/)?\\.\\.(/|$))(?!.*/$)";
  Json path = Json::object({{"description",
                             "Where it goes, relative to the current folder; with {stem}, {name}, "
                             "{index} and {output} of each image; - is standard output"},
                            {"type", "string"},
                            {"pattern", "^" + relative + "([^{]|\\{(" + names + ")\\})*$"},
                            {"minLength", 1}});
  Json::Members keys{
      {"from", described("An input, STAGE or STAGE.PORT", reference("source"))},
      {"path", std::move(path)},
      {"write", described("The stage that makes bytes of the value; for images io.write if "
                          "nothing is said",
                          ids(&writes, false))},
      {"with", Json::object({{"description", "Parameters of the writer"},
                             {"type", words({"object", "null"})}})}};
  const auto settings = [](const std::string& id) {
    return Json::object({{"properties", Json::object({{"with", reference("with." + id)}})}});
  };
  Json rules = Json::list();
  for (const pipeline_stage* stage : stages_) {
    if (writes(stage)) rules.add(when("write", words({stage->id}), settings(stage->id)));
  }
  if (find(standard_writer)) {
    const Json no_writer = Json::object({{"not", Json::object({{"required", words({"write"})}})}});
    rules.add(Json::object({{"if", no_writer}, {"then", settings(standard_writer)}}));
  }
  Json map = map_of(std::move(keys), {"from"});
  if (!rules.empty()) map.add("allOf", std::move(rules));
  return Json::object({{"anyOf", Json::list({reference("source"), std::move(map)})}});
}

Json Schema::experiment() const {
  const auto values = [](const Json& value) {
    return Json::object(
        {{"type", "object"},
         {"additionalProperties",
          Json::object({{"anyOf", Json::list({value, Json::object({{"type", "array"},
                                                                   {"items", value},
                                                                   {"minItems", 1}})})}})}});
  };
  Json::Members keys{
      {"swap",
       described("Stages in the place of a stage", values(Json::object({{"type", "string"}})))},
      {"sweep", described("Values of a parameter, or a range FROM:TO:STEP", values(scalar()))},
      {"baseline", described("The variant that the others are compared with", scalar())},
      {"timing", Json::object({{"enum", words(timing_words)}})},
      {"budget",
       Json::object(
           {{"description", "Seconds for each variant"}, {"type", "number"}, {"minimum", 0.1}})},
      {"seed", Json::object(
                   {{"description", "Of the random order"}, {"type", "integer"}, {"minimum", 0}})}};
  return map_of(std::move(keys), {});
}

Json Schema::definitions() const {
  Json all = Json::object();
  all.add("source", Json::object({{"type", "string"}, {"pattern", source_pattern}}));
  all.add("type", types());
  all.add("input", input());
  all.add("stage", stage(false));
  all.add("metric", stage(true));
  all.add("output", output());
  all.add("by_uses", by_uses());
  for (const pipeline_stage* stage : stages_) {
    all.add("in." + std::string(stage->id), wires_schema(*stage));
    all.add("with." + std::string(stage->id), parameters_schema(*stage));
  }
  return all;
}

std::string Schema::text() const {
  const std::string target = "^" + name_part + "\\." + name_part + "$";
  Json::Members keys{
      {"pipeline", Json::object({{"const", 1}, {"description", "The grammar's version"}})},
      {"name", described("The graph's name; if nothing is said the file's", scalar())},
      {"inputs", section("What is fed in", reference("input"))},
      {"stages", section("What runs", reference("stage"))},
      {"parameters", section("Names for parameters of stages: STAGE.PARAMETER",
                             Json::object({{"type", "string"}, {"pattern", target}}))},
      {"outputs", section("What is written", reference("output"), false)},
      {"metrics", section("Stages that only run --metrics runs", reference("metric"))},
      {"compare", experiment()}};
  const Json graph = Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                   {"description", "A graph of pipeline"},
                                   {"type", "object"},
                                   {"required", words({"pipeline", "outputs"})},
                                   {"properties", Json::object(std::move(keys))},
                                   {"additionalProperties", false},
                                   {"$defs", definitions()}});
  return graph.text() + "\n";
}

}  // namespace

std::string graph_schema(const Stages& stages) {
  Stages usable;
  for (const pipeline_stage* stage : stages) {
    const std::string_view id = stage->id;
    if (id.ends_with(".yaml") || id.ends_with(".yml")) continue;  // a graph names a file so
    usable.push_back(stage);
  }
  return Schema(std::move(usable)).text();
}

}  // namespace pipeline::graph
