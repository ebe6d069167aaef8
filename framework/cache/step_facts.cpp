// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/step_facts.hpp"

#include <charconv>
#include <map>

#include "framework/cache/file_keys.hpp"
#include "framework/host/linked_libraries.hpp"

namespace pipeline::cache {

namespace {

template <class Number>
std::string text_of_number(Number number) {
  char text[32];  // the longest is "-2.2250738585072014e-308"
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

// As a graph file says it, as far as that is exact.
std::string text_of(const pipeline_param& param, const graph::Argument& argument) {
  const pipeline_arg& value = argument.value;
  std::string text;
  switch (param.kind) {
    case PIPELINE_BOOL:
      return value.integer ? "true" : "false";
    case PIPELINE_FLOAT:
      return text_of_number(value.real);
    case PIPELINE_ENUM:
      return param.choices[value.integer];
    case PIPELINE_STRING:
      return argument.text;
    case PIPELINE_FILE:
      if (argument.text.empty()) return "";
      return std::string(file_value) + text_of(key_of_bytes(argument.text));
    case PIPELINE_COLOUR:
      for (const float part : value.rgba) text += (text.empty() ? "" : " ") + text_of_number(part);
      return text;
    default:
      for (uint32_t c = 0; param.choice_values && c < param.choice_count; ++c) {
        if (param.choice_values[c] == value.integer) return param.choices[c];
      }
      return text_of_number(value.integer);
  }
}

// Each library is looked at once.
class Code {
 public:
  explicit Code(const host::Registry& registry) : registry_(registry) {}

  std::vector<Fact> of(const pipeline_stage& stage) {
    const std::filesystem::path* file = registry_.file_of(stage);
    if (!file) return {};
    auto known = libraries_.find(*file);
    if (known == libraries_.end()) known = libraries_.emplace(*file, look_at(*file)).first;
    std::vector<Fact> facts = known->second;
    if (registry_.is_of_catalog(stage)) {
      facts.push_back({"the model folders", text_of(key_of_folders(registry_.models()))});
    }
    return facts;
  }

 private:
  static std::vector<Fact> look_at(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return {{name, text_of(key_of_bytes(file))},
            {"a library that " + name + " links",
             text_of(key_of_states(host::linked_libraries(file)))}};
  }

  const host::Registry& registry_;
  std::map<std::filesystem::path, std::vector<Fact>> libraries_;
};

std::string source_of(const graph::Graph& graph, const graph::Wire& wire) {
  if (wire.from == graph::Wire::From::nothing) return "";
  if (wire.from == graph::Wire::From::input) return graph.inputs[wire.index].name;
  const graph::Node& node = graph.nodes[wire.index];
  return node.name + "." + node.stage->outputs[wire.port]->name;
}

}  // namespace

std::vector<StepFacts> facts_of(const graph::Graph& graph, const host::Registry& registry) {
  std::vector<StepFacts> all;
  Code code(registry);
  for (const graph::Node& node : graph.nodes) {
    if (!node.needed) continue;
    const pipeline_stage& stage = *node.stage;
    StepFacts& facts = all.emplace_back();
    facts.name = node.name;
    facts.stage = stage.id;
    facts.pure = (stage.flags & PIPELINE_STAGE_PURE) != 0;
    facts.code = code.of(stage);
    for (uint32_t p = 0; p < stage.param_count; ++p) {
      facts.parameters.push_back(
          {stage.params[p]->name, text_of(*stage.params[p], node.arguments[p])});
    }
    for (uint32_t k = 0; k < stage.input_count; ++k) {
      facts.inputs.push_back({stage.inputs[k]->name, source_of(graph, node.inputs[k])});
    }
  }
  return all;
}

}  // namespace pipeline::cache
