// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/schema_parts.hpp"

#include <algorithm>

#include "framework/graph/argument.hpp"
#include "framework/graph/scalar.hpp"

namespace pipeline::graph {

namespace {

// The words as YAML reads them: 8 is a number unless it is in quotes.
Json choices_schema(const pipeline_param& param) {
  Json list = Json::list();
  for (uint32_t i = 0; i < param.choice_count; ++i) {
    const std::string word = param.choices[i];
    list.add(word);
    if (const auto number = parse_number(word)) list.add(*number);
    if (word == "true" || word == "false") list.add(word == "true");
  }
  return Json::object({{"enum", std::move(list)}});
}

Json number_schema(const pipeline_param& param) {
  const char* type = param.kind == PIPELINE_INT ? "integer" : "number";
  Json range = Json::object({{"type", type}, {"minimum", param.min}, {"maximum", param.max}});
  if (param.kind != PIPELINE_INT || param.choice_count == 0) return range;
  return Json::object({{"anyOf", Json::list({std::move(range), choices_schema(param)})}});
}

Json colour_schema() {
  const Json digits = Json::object(
      {{"type", "string"}, {"pattern", "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"}});
  return Json::object(
      {{"anyOf", Json::list({digits, Json::object({{"enum", words(colour_names())}})})}});
}

Json value_schema(const pipeline_param& param) {
  switch (param.kind) {
    case PIPELINE_BOOL:
      return Json::object({{"type", "boolean"}});
    case PIPELINE_INT:
    case PIPELINE_FLOAT:
      return number_schema(param);
    case PIPELINE_ENUM:
      return choices_schema(param);
    case PIPELINE_COLOUR:
      return colour_schema();
    default:
      return scalar();
  }
}

void add_default(Json& schema, const pipeline_param& param) {
  if (param.flags & PIPELINE_PARAM_REQUIRED) return;
  switch (param.kind) {
    case PIPELINE_BOOL:
      schema.add("default", param.preset.integer != 0);
      return;
    case PIPELINE_INT: {
      const int64_t* values = param.choice_values;
      const int64_t* end = values + (values ? param.choice_count : 0);
      const auto* word = std::find(values, end, param.preset.integer);
      schema.add("default",
                 word == end ? Json(param.preset.integer) : Json(param.choices[word - values]));
      return;
    }
    case PIPELINE_FLOAT:
      schema.add("default", param.preset.real);
      return;
    case PIPELINE_ENUM:
      schema.add("default", param.choices[param.preset.integer]);
      return;
    case PIPELINE_COLOUR:
      schema.add("default", colour_text(param.preset.rgba));
      return;
    default:
      if (*param.preset.string.text) schema.add("default", param.preset.string.text);
  }
}

}  // namespace

Json words(const std::vector<std::string>& texts) {
  Json list = Json::list();
  for (const std::string& text : texts) list.add(text);
  return list;
}

Json reference(const std::string& name) { return Json::object({{"$ref", "#/$defs/" + name}}); }

Json described(std::string description, Json schema) {
  schema.add("description", std::move(description));
  return schema;
}

Json scalar() { return Json::object({{"type", words({"string", "number", "boolean"})}}); }

Json section(std::string description, Json value, bool may_be_empty) {
  Json map = Json::object({{"description", std::move(description)}});
  map.add("type", may_be_empty ? words({"object", "null"}) : Json("object"));
  if (!may_be_empty) map.add("minProperties", 1);
  map.add("propertyNames", Json::object({{"pattern", name_pattern}}));
  map.add("additionalProperties", std::move(value));
  return map;
}

Json map_of(Json::Members properties, std::vector<std::string> required) {
  Json map = Json::object({{"type", "object"}});
  if (!required.empty()) map.add("required", words(required));
  map.add("properties", Json::object(std::move(properties)));
  map.add("additionalProperties", false);
  return map;
}

Json when(const std::string& key, Json words, Json consequence) {
  Json condition = Json::object(
      {{"required", Json::list({key})},
       {"properties", Json::object({{key, Json::object({{"enum", std::move(words)}})}})}});
  return Json::object({{"if", std::move(condition)}, {"then", std::move(consequence)}});
}

Json parameters_schema(const pipeline_stage& stage) {
  Json::Members properties;
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    const pipeline_param& param = *stage.params[i];
    std::string doc = std::string(param.doc) + " (" + expected_of(param) + ")";
    if (param.flags & PIPELINE_PARAM_REQUIRED) doc += "; has no default";
    Json schema = described(std::move(doc), value_schema(param));
    add_default(schema, param);
    properties.emplace_back(param.name, std::move(schema));
  }
  return Json::object({{"description", std::string("Parameters of ") + stage.id},
                       {"type", words({"object", "null"})},
                       {"properties", Json::object(std::move(properties))},
                       {"additionalProperties", false}});
}

Json wires_schema(const pipeline_stage& stage) {
  Json::Members properties;
  std::vector<std::string> required;
  bool one_is_enough = stage.input_count > 0;
  for (uint32_t i = 0; i < stage.input_count; ++i) {
    const pipeline_port& port = *stage.inputs[i];
    const bool optional = port.flags & PIPELINE_PORT_OPTIONAL;
    const std::string doc =
        std::string(port.doc) + " (" + port.type + (optional ? ", optional)" : ")");
    properties.emplace_back(port.name, described(doc, reference("source")));
    if (!optional) required.emplace_back(port.name);
    one_is_enough = one_is_enough && (i == 0 || optional);
  }
  Json map = map_of(std::move(properties), std::move(required));
  if (!one_is_enough) return map;
  return Json::object({{"anyOf", Json::list({reference("source"), std::move(map)})}});
}

}  // namespace pipeline::graph
