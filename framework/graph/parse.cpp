// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/parse.hpp"

#include <algorithm>
#include <map>

#include "framework/graph/experiment.hpp"
#include "framework/graph/fields.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/name.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t max_stages = 2000;

// One entry of a section.
std::string sample_of(const std::string& what) {
  if (what == "input") return "{ NAME: image }";
  if (what == "parameter") return "{ NAME: STAGE.PARAMETER }";
  if (what == "output") return "{ NAME: STAGE }";
  return "{ NAME: { uses: STAGE_ID, in: NAME } }";
}

class GraphParser {
 public:
  GraphParser(GraphSpec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

  void run(const YamlNode& root);

 private:
  void version(const Fields& fields);
  void no_outputs(const Mark& mark);
  template <class Parse>
  void section(const Fields& fields, const std::string& key, const std::string& what, Parse parse);
  bool take_name(const Text& name);
  void input(const Text& name, const YamlNode& value);
  void stage(const Text& name, const YamlNode& value, bool metric);
  void wires(StageSpec& stage, const YamlNode& in);
  void wire(StageSpec& stage, std::optional<Text> port, const YamlNode& value);
  void parameter(const Text& name, const YamlNode& value);
  void output(const Text& name, const YamlNode& value);

  GraphSpec& spec_;
  Diagnostics& diagnostics_;
  std::map<std::string, Mark> names_;  // of inputs, stages and metrics
};

void GraphParser::run(const YamlNode& root) {
  if (!read_map(root, "graph", "a map that starts with `pipeline: 1`",
                "start with `pipeline: 1`; docs/pipeline_yaml.md has the rest", diagnostics_)) {
    return;
  }
  const Fields fields(root, "a graph", graph_keys, diagnostics_);
  version(fields);
  if (const auto name = fields.text("name", "a word")) spec_.name = name->text;
  section(fields, "inputs", "input",
          [this](const Text& name, const YamlNode& value) { input(name, value); });
  section(fields, "stages", "stage",
          [this](const Text& name, const YamlNode& value) { stage(name, value, false); });
  section(fields, "metrics", "metric",
          [this](const Text& name, const YamlNode& value) { stage(name, value, true); });
  section(fields, "parameters", "parameter",
          [this](const Text& name, const YamlNode& value) { parameter(name, value); });
  section(fields, "outputs", "output",
          [this](const Text& name, const YamlNode& value) { output(name, value); });
  if (!fields.find("outputs")) no_outputs(spec_.mark);
  if (const YamlNode* compare = fields.find("compare")) {
    spec_.experiment = read_experiment(*compare, diagnostics_);
  }
}

void GraphParser::no_outputs(const Mark& mark) {
  diagnostics_.error(
      mark, "the graph has no outputs",
      {.expected = "at least one", .fix = "add `outputs: { NAME: STAGE }`, or STAGE.PORT"});
}

void GraphParser::version(const Fields& fields) {
  const YamlNode* node = fields.find("pipeline");
  if (!node) {
    return diagnostics_.error(spec_.mark, "the graph does not say for which grammar it is written",
                              {.fix = "start with `pipeline: 1`"});
  }
  if (node->kind == YamlNode::Kind::scalar && node->text == "1") return;
  diagnostics_.error(
      node->mark, "this grammar is not known here",
      {.expected = "pipeline: 1", .found = describe(*node), .fix = "write pipeline: 1"});
}

// Calls parse for each entry of the map `key` whose name is a name.
template <class Parse>
void GraphParser::section(const Fields& fields, const std::string& key, const std::string& what,
                          Parse parse) {
  const YamlNode* node = fields.find(key);
  if (!node) return;
  const std::string expected = "a map of " + what + "s by name";
  if (node->kind == YamlNode::Kind::null ||
      (node->kind == YamlNode::Kind::map && node->entries.empty())) {
    if (key == "outputs") no_outputs(fields.key_mark(key));
    return;
  }
  if (!read_map(*node, key, expected, "write " + key + ": " + sample_of(what), diagnostics_))
    return;
  if (node->entries.size() > max_stages) {
    return diagnostics_.error(
        fields.key_mark(key), "there are too many " + key,
        {.expected = "at most " + std::to_string(max_stages),
         .fix = key == "stages" ? "put some into a graph file of their own, used as a stage"
                                : "remove some"});
  }
  for (const auto& [name, value] : node->entries) {
    if (!is_name(name.text)) {
      const std::string better = as_name(name.text);
      diagnostics_.error(name.mark,
                         in_quotes(name.text) + " is no name for " +
                             (what == "input" || what == "output" ? "an " : "a ") + what,
                         {.expected = "lower-case letters, digits and '_', a letter first",
                          .fix = "write " + in_quotes(better.empty() ? what + "_1" : better)});
    }
    parse(Text{name.text, name.mark}, value);
  }
}

bool GraphParser::take_name(const Text& name) {
  const auto [first, is_new] = names_.emplace(name.text, name.mark);
  if (is_new) return true;
  diagnostics_.error(name.mark, "the name " + in_quotes(name.text) + " is taken",
                     {.expected = "inputs, stages and metrics share one set of names",
                      .fix = "rename one of the two, such as to " + in_quotes(name.text + "_2"),
                      .related = {{first->second, "here"}}});
  return false;
}

void GraphParser::input(const Text& name, const YamlNode& value) {
  if (!take_name(name)) return;
  InputSpec input;
  input.name = name;
  const std::string expected = "a type such as 'image', or { type: image, default: FILE }";
  if (value.kind == YamlNode::Kind::scalar) {
    input.type = {value.text, value.mark};
  } else if (value.kind != YamlNode::Kind::map) {
    diagnostics_.error(
        value.mark, "input " + in_quotes(name.text) + " has no type",
        {.expected = expected, .found = describe(value), .fix = "write " + name.text + ": image"});
  } else {
    const Fields fields(value, "an input", input_keys, diagnostics_);
    input.preset = fields.text("default", "a file");
    input.format = fields.text("format", "srgb8 or any");
    input.read = fields.text("read", "a stage id such as io.read");
    input.with = read_settings(fields.find("with"), diagnostics_);
    if (const auto type = fields.text("type", "a type such as 'image'")) {
      input.type = *type;
    } else if (!fields.find("type")) {
      diagnostics_.error(name.mark, "input " + in_quotes(name.text) + " has no type",
                         {.expected = expected, .fix = "add type: image"});
    }
  }
  spec_.inputs.push_back(std::move(input));
}

void GraphParser::stage(const Text& name, const YamlNode& value, bool metric) {
  if (!take_name(name)) return;
  StageSpec stage;
  stage.name = name;
  stage.in_mark = name.mark;
  const std::string what = metric ? "metric" : "stage";
  if (value.kind != YamlNode::Kind::map) {
    const std::string& id = value.text;
    diagnostics_.error(value.mark, what + " " + in_quotes(name.text) + " is no " + what,
                       {.expected = "a map such as { uses: edges.canny, in: image }",
                        .found = describe(value),
                        .fix = "write " + name.text +
                               ": { uses: " + (id.empty() ? "STAGE_ID" : id) + ", in: NAME }"});
  } else {
    const Fields fields(value, "a " + what, metric ? metric_keys : stage_keys, diagnostics_);
    if (const auto uses = fields.text("uses", "a stage id, or a graph file")) {
      stage.uses = *uses;
    } else if (!fields.find("uses")) {
      diagnostics_.error(name.mark,
                         what + " " + in_quotes(name.text) + " does not say what it uses",
                         {.expected = "uses: a stage id such as edges.canny, or a graph file",
                          .fix = "add uses: STAGE_ID"});
    }
    if (const YamlNode* in = fields.find("in")) {
      stage.in_mark = fields.key_mark("in");
      wires(stage, *in);
    }
    stage.with = read_settings(fields.find("with"), diagnostics_);
    stage.margin = fields.text("margin", "a number");
  }
  (metric ? spec_.metrics : spec_.stages).push_back(std::move(stage));
}

void GraphParser::wires(StageSpec& stage, const YamlNode& in) {
  if (in.kind != YamlNode::Kind::map) return wire(stage, std::nullopt, in);
  for (const auto& [port, value] : in.entries) wire(stage, Text{port.text, port.mark}, value);
}

// A wire that names nothing stays, with an empty name, so that its port does not count as missing.
void GraphParser::wire(StageSpec& stage, std::optional<Text> port, const YamlNode& value) {
  const auto text = read_text(value, port ? port->text : "in",
                              port ? "an input or a stage: NAME or STAGE.PORT"
                                   : "an input or a stage, or a map such as { image: NAME }",
                              diagnostics_);
  const auto from = text ? read_source_ref(*text, diagnostics_) : std::nullopt;
  stage.in.push_back({std::move(port), from.value_or(SourceRef{"", "", value.mark})});
}

void GraphParser::parameter(const Text& name, const YamlNode& value) {
  const auto text = read_text(value, name.text, "STAGE.PARAMETER", diagnostics_);
  if (!text) return;
  const auto target = read_source_ref(*text, diagnostics_);
  if (!target) return;
  if (target->port.empty()) {
    return diagnostics_.error(
        text->mark, in_quotes(text->text) + " names no parameter",
        {.expected = "STAGE.PARAMETER", .fix = "write " + text->text + ".PARAMETER"});
  }
  spec_.parameters.push_back({name, *target});
}

void GraphParser::output(const Text& name, const YamlNode& value) {
  OutputSpec output;
  output.name = name;
  std::optional<Text> from;
  if (value.kind != YamlNode::Kind::map) {
    from = read_text(value, name.text, "STAGE or STAGE.PORT, or { from: STAGE, path: FILE }",
                     diagnostics_);
  } else {
    const Fields fields(value, "an output", output_keys, diagnostics_);
    from = fields.text("from", "STAGE or STAGE.PORT");
    if (!from && !fields.find("from")) {
      diagnostics_.error(name.mark, "output " + in_quotes(name.text) + " does not say what it is",
                         {.expected = "from: STAGE or STAGE.PORT", .fix = "add from: STAGE"});
    }
    output.path = fields.text("path", "a file name such as \"{stem}.svg\"");
    output.write = fields.text("write", "a stage id such as io.write");
    output.with = read_settings(fields.find("with"), diagnostics_);
  }
  const auto ref = from ? read_source_ref(*from, diagnostics_) : std::nullopt;
  output.from = ref.value_or(SourceRef{"", "", name.mark});
  spec_.outputs.push_back(std::move(output));
}

}  // namespace

bool StageSpec::is_graph() const {
  return uses.text.ends_with(".yaml") || uses.text.ends_with(".yml");
}

std::filesystem::path GraphSpec::beside(const std::string& path) const {
  return (file.parent_path() / path).lexically_normal();
}

GraphSpec parse_graph(const YamlNode& root, const std::filesystem::path& file,
                      Diagnostics& diagnostics) {
  GraphSpec spec;
  spec.file = file;
  spec.name = file == "-" ? "stdin" : file.stem().string();
  spec.mark = {root.mark.source, {1, 0, 1}, {}};
  GraphParser(spec, diagnostics).run(root);
  return spec;
}

}  // namespace pipeline::graph
