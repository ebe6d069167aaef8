// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/outputs.hpp"

#include <algorithm>

#include "framework/graph/bind.hpp"
#include "framework/graph/fields.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/output_path.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

struct Path {
  std::string text;  // empty: not given
  Mark mark;
  bool by_option = false;  // with -o, which takes folders, too
};

class Outputs {
 public:
  Outputs(Work& work, Resolver& resolver) : work_(work), resolver_(resolver) {}

  void add(const OutputSpec& spec);
  void check_overrides() const;
  void check_clashes() const;

 private:
  Path path_of(const OutputSpec& spec);
  std::string preset_path(const DraftWire& from) const;
  bool writes_itself(const OutputSpec& spec, const std::string& type) const;
  DraftWire add_writer(const OutputSpec& spec, const DraftWire& from, const Path& path);
  void report_no_writer(const OutputSpec& spec, const pipeline_stage& writer, const Mark& mark,
                        const std::string& type);
  void set_format(const OutputSpec& spec, DraftNode& node, const Path& path);
  void check_extension(const DraftWire& from, const Path& path) const;

  Work& work_;
  Resolver& resolver_;
  std::vector<Path> paths_;  // as draft.outputs
};

void Outputs::add(const OutputSpec& spec) {
  Path path = path_of(spec);
  if (spec.from.name.empty()) return;
  DraftWire from = resolver_.resolve(work_.top, spec.from, {});
  if (from.from == DraftWire::From::unknown) return;
  if (path.text.empty()) path.text = preset_path(from);
  const std::string type(type_of(work_, from));
  if (!writes_itself(spec, type)) {
    from = add_writer(spec, from, path);
  } else if (!spec.with.empty()) {
    work_.diagnostics.error(spec.with.front().name.mark,
                            "output " + in_quotes(spec.name.text) + " is " + type +
                                " and written as it is: there is no writer to set",
                            {.fix = "remove this"});
  } else {
    check_extension(from, path);
  }
  paths_.push_back(path);
  work_.draft.outputs.push_back({{spec.name.text, {}, path.text}, from});
}

// The command line's path, or the graph's.
Path Outputs::path_of(const OutputSpec& spec) {
  Path path;
  if (spec.path) {
    const bool good = check_path(spec.path->text, spec.path->mark, true, work_.diagnostics);
    path = {good ? spec.path->text : "", spec.path->mark};
  }
  for (const auto& change : work_.overrides.outputs) {
    const bool only = change.output.empty() && work_.top.spec->outputs.size() == 1;
    if (!only && change.output != spec.name.text) continue;
    const Mark mark =
        command_line_mark("-o " + (change.output.empty() ? "" : change.output + "=") + change.path);
    if (check_path(change.path, mark, false, work_.diagnostics)) path = {change.path, mark, true};
  }
  if (!path.mark.source) path.mark = spec.name.mark;
  return path;
}

std::string Outputs::preset_path(const DraftWire& from) const {
  const std::string type(type_of(work_, from));
  std::string extension = ".bin";
  if (type == PIPELINE_TYPE_IMAGE) extension = ".png";
  if (type == PIPELINE_TYPE_NUMBER) extension = ".txt";
  if (type == PIPELINE_TYPE_BYTES && from.from == DraftWire::From::node) {
    const pipeline_stage& stage = *work_.draft.nodes[from.index].stage;
    extension = extension_of(stage.outputs[from.port]->media_type);
  }
  return "{stem}-{output}" + extension;
}

bool Outputs::writes_itself(const OutputSpec& spec, const std::string& type) const {
  return !spec.write && (type == PIPELINE_TYPE_BYTES || type == PIPELINE_TYPE_NUMBER);
}

DraftWire Outputs::add_writer(const OutputSpec& spec, const DraftWire& from, const Path& path) {
  const DraftWire unknown{DraftWire::From::unknown, 0, 0, spec.from};
  const Mark mark = spec.write ? spec.write->mark : spec.from.mark;
  const pipeline_stage* stage =
      find_stage(work_, spec.write ? spec.write->text : standard_writer, mark);
  if (!stage) return unknown;
  const std::string type(type_of(work_, from));
  const auto takes = [&](const pipeline_port* port) { return port->type == type; };
  const auto delivers = [](const pipeline_port* port) {
    return std::string_view(port->type) == PIPELINE_TYPE_BYTES;
  };
  const auto input = std::find_if(stage->inputs, stage->inputs + stage->input_count, takes);
  const auto output = std::find_if(stage->outputs, stage->outputs + stage->output_count, delivers);
  if (input == stage->inputs + stage->input_count ||
      output == stage->outputs + stage->output_count) {
    report_no_writer(spec, *stage, mark, type);
    return unknown;
  }
  const uint32_t index = add_node(work_, spec.name.text + ".write",
                                  "the writer of output " + in_quotes(spec.name.text), mark, stage);
  if (index == UINT32_MAX) return unknown;
  DraftNode& node = work_.draft.nodes[index];
  node.inputs[static_cast<size_t>(input - stage->inputs)] = from;
  set_format(spec, node, path);
  bind_settings(work_, index, spec.with, work_.top.spec->file.parent_path());
  return {DraftWire::From::node, index, static_cast<uint32_t>(output - stage->outputs), spec.from};
}

void Outputs::report_no_writer(const OutputSpec& spec, const pipeline_stage& writer,
                               const Mark& mark, const std::string& type) {
  std::string fix = "name a stage that does with write: STAGE_ID";
  if (type == PIPELINE_TYPE_PATHS && !spec.write) {
    fix = "add a stage { uses: svg.document, in: " + spec.from.written() + " } and put that out";
  }
  if (type == PIPELINE_TYPE_LABELS && !spec.write) {
    fix = "put out the image that belongs to them, or " + fix;
  }
  work_.diagnostics.error(
      mark,
      in_quotes(writer.id) + " cannot write output " + in_quotes(spec.name.text) + ", which is " +
          type,
      {.expected = "a stage that takes " + type + " and delivers bytes", .fix = std::move(fix)});
}

// The writer's `format` follows the path's extension, unless `with` says otherwise.
void Outputs::set_format(const OutputSpec& spec, DraftNode& node, const Path& path) {
  const bool given = std::any_of(spec.with.begin(), spec.with.end(), [](const Setting& setting) {
    return setting.name.text == "format";
  });
  if (given || path.text == "-") return;
  for (uint32_t i = 0; i < node.stage->param_count; ++i) {
    const pipeline_param& param = *node.stage->params[i];
    if (std::string_view(param.name) != "format" || param.kind != PIPELINE_ENUM) continue;
    const std::vector<std::string> choices(param.choices, param.choices + param.choice_count);
    const std::string extension = extension_of_path(path.text);
    if (std::find(choices.begin(), choices.end(), extension) == choices.end()) {
      const std::string better = std::filesystem::path(path.text)
                                     .replace_extension(choices.empty() ? "" : choices.front())
                                     .string();
      const bool may_be_folder = extension.empty() && path.by_option;
      return report_unknown(
          work_.diagnostics, path.mark,
          in_quotes(node.stage->id) + " cannot write " +
              (extension.empty() ? "a file without an extension" : "." + extension + " files"),
          extension, choices,
          "write " + in_quotes(better) +
              (may_be_folder ? ", or " + in_quotes(path.text + "/") + " for a folder" : ""));
    }
    YamlNode& value = work_.words.emplace_back();
    value.kind = YamlNode::Kind::scalar;
    value.text = extension;
    value.mark = path.mark;
    node.bindings[i] = {&value, {}};
    return;
  }
}

// SVG in a file named .png is legal, and hardly ever meant.
void Outputs::check_extension(const DraftWire& from, const Path& path) const {
  if (from.from != DraftWire::From::node) return;
  const char* media_type = work_.draft.nodes[from.index].stage->outputs[from.port]->media_type;
  const std::string usual = extension_of(media_type), own = extension_of_path(path.text);
  if (usual == ".bin" || own.empty() || usual == "." + own) return;
  if ((usual == ".jpg" && own == "jpeg") || (usual == ".tif" && own == "tiff")) return;
  work_.diagnostics.warning(
      path.mark, std::string("this output is ") + media_type,
      {.expected = "a path that ends in " + usual,
       .found = "." + own,
       .fix = "write " +
              in_quotes(std::filesystem::path(path.text).replace_extension(usual).string())});
}

void Outputs::check_overrides() const {
  std::vector<std::string> names;
  for (const OutputSpec& spec : work_.top.spec->outputs) names.push_back(spec.name.text);
  for (const auto& change : work_.overrides.outputs) {
    if (change.output.empty()) {
      if (names.size() < 2) continue;
      work_.diagnostics.error(command_line_mark("-o " + change.path),
                              "the graph has several outputs, and this names none of them",
                              {.expected = one_of(names),
                               .fix = "-o " + names.front() + "=" + change.path + ", or -o DIR/"});
    } else if (std::find(names.begin(), names.end(), change.output) == names.end()) {
      report_unknown(work_.diagnostics,
                     command_line_mark("-o " + change.output + "=" + change.path),
                     "the graph has no output " + in_quotes(change.output), change.output, names);
    }
  }
}

void Outputs::check_clashes() const {
  const auto& outputs = work_.draft.outputs;
  for (size_t i = 0; i < outputs.size(); ++i) {
    const std::string& path = outputs[i].output.path;
    const bool told_apart = path == "-" || path.find("{output}") != std::string::npos;
    for (size_t k = 0; k < i && !told_apart; ++k) {
      if (outputs[k].output.path != path) continue;
      work_.diagnostics.error(
          paths_[i].mark, "two outputs have the path " + in_quotes(path),
          {.fix = "put {output} into it", .related = {{paths_[k].mark, "the other"}}});
      break;
    }
  }
}

std::optional<double> margin_of(Work& work, const StageSpec& spec, bool is_number) {
  if (!spec.margin) return std::nullopt;
  const auto margin = parse_number(spec.margin->text);
  if (!is_number) {
    work.diagnostics.error(
        spec.margin->mark,
        "only a number has a margin, and " + in_quotes(spec.name.text) + " is none",
        {.fix = "remove it"});
  } else if (!margin || *margin < 0) {
    work.diagnostics.error(spec.margin->mark, "bad margin",
                           {.expected = "a number that is not negative",
                            .found = in_quotes(spec.margin->text),
                            .fix = "write a number such as 0.01"});
  }
  return margin;
}

}  // namespace

void add_outputs(Work& work, Resolver& resolver) {
  Outputs outputs(work, resolver);
  for (const OutputSpec& spec : work.top.spec->outputs) outputs.add(spec);
  outputs.check_overrides();
  outputs.check_clashes();
}

void add_metrics(Work& work, Resolver& resolver) {
  for (const std::string& name : work.top.names) {
    const Member& member = work.top.members.at(name);
    if (!member.metric || member.kind == Member::Kind::broken) continue;
    const auto names = output_names(work, member);
    if (names.empty()) continue;
    const SourceRef ref{name, names.front(), member.spec->name.mark};
    const DraftWire from = resolver.resolve(work.top, ref, {}, true);
    if (from.from == DraftWire::From::unknown) continue;
    const bool is_number = type_of(work, from) == PIPELINE_TYPE_NUMBER;
    const auto margin = margin_of(work, *member.spec, is_number);
    if (!is_number) continue;
    DraftMetric& added = work.draft.metrics.emplace_back();
    added.metric.name = name;
    added.metric.margin = margin;
    added.from = from;
  }
}

}  // namespace pipeline::graph
