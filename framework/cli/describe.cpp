// SPDX-License-Identifier: Apache-2.0
// pipeline describe: one stage as its descriptor tells it.
#include <array>
#include <cmath>
#include <cstring>
#include <sstream>

#include "framework/cli/common/options.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/format.hpp"
#include "framework/host/scan.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline describe STAGE [options]",
    "Shows what a stage does, its ports, its parameters with range and default, and a line to\n"
    "paste into a graph.",
    "  pipeline describe quantize.kmeans\n"};

std::string number(double value) {
  constexpr double exact = 9007199254740992;  // 2^53: whole numbers below it are written out
  if (std::abs(value) < exact && value == std::floor(value)) {
    return std::to_string(static_cast<int64_t>(value));
  }
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string format_of(const pipeline_port& port, const pipeline_stage& stage) {
  std::string text = port.type;
  if (!std::strcmp(port.type, PIPELINE_TYPE_BYTES) && port.media_type) {
    text += std::string(" ") + port.media_type;
  }
  if (port.unit) text += std::string(" in ") + port.unit;
  if (port.better == PIPELINE_BETTER_HIGHER) text += ", higher is better";
  if (port.better == PIPELINE_BETTER_LOWER) text += ", lower is better";
  if (port.samples) text += " " + host::sample_names(port.samples);
  if (port.channels) text += ", " + host::channel_names(port.channels);
  if (port.colours) text += ", " + host::colour_names(port.colours);
  if (port.alphas) text += ", " + host::alpha_names(port.alphas);
  if (port.as_input) text += ", as input " + std::string(stage.inputs[port.as_input - 1]->name);
  if (port.flags & PIPELINE_PORT_OPTIONAL) text += " (optional)";
  return text;
}

std::string choices(const pipeline_param& p) {
  std::string text;
  for (uint32_t i = 0; i < p.choice_count; ++i) text += (i ? ", " : "") + std::string(p.choices[i]);
  return text;
}

std::string preset(const pipeline_param& p) {
  if (p.flags & PIPELINE_PARAM_REQUIRED) return "required";
  switch (p.kind) {
    case PIPELINE_BOOL:
      return p.preset.integer ? "true" : "false";
    case PIPELINE_INT:
      for (uint32_t i = 0; i < p.choice_count; ++i) {
        if (p.choice_values[i] == p.preset.integer) return p.choices[i];
      }
      return std::to_string(p.preset.integer);
    case PIPELINE_FLOAT:
      return number(p.preset.real);
    case PIPELINE_ENUM:
      return p.choices[p.preset.integer];
    case PIPELINE_COLOUR:
      return graph::colour_text(p.preset.rgba);
    default:
      return "\"" + std::string(p.preset.string.text) + "\"";
  }
}

std::string kind_of(const pipeline_param& p) {
  const std::string unit = p.unit ? std::string(" ") + p.unit : "";
  switch (p.kind) {
    case PIPELINE_BOOL:
      return "true or false";
    case PIPELINE_INT:
    case PIPELINE_FLOAT:
      return number(p.min) + " to " + number(p.max) + unit +
             (p.choice_count ? ", or " + choices(p) : "") +
             (p.kind == PIPELINE_INT ? ", whole" : "");
    case PIPELINE_ENUM:
      return "one of " + choices(p);
    case PIPELINE_STRING:
      return "text";
    case PIPELINE_FILE:
      return "a file";
    default:
      return "a colour";
  }
}

// Rows of name, facts and doc.
void section(std::ostringstream& out, const char* title,
             const std::vector<std::array<std::string, 3>>& rows) {
  if (rows.empty()) return;
  out << "\n" << title << "\n";
  for (const auto& [name, facts, doc] : rows) {
    out << "  " << name << std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') << facts
        << "\n"
        << std::string(18, ' ') << doc << "\n";
  }
}

// What must be wired: ", in: image" of one input, ", in: { reference: ..., test: ... }" of more.
std::string wires(const pipeline_stage& s) {
  std::vector<std::string> needed;
  for (uint32_t i = 0; i < s.input_count; ++i) {
    if (!(s.inputs[i]->flags & PIPELINE_PORT_OPTIONAL)) needed.emplace_back(s.inputs[i]->name);
  }
  if (needed.empty() && s.input_count) needed.emplace_back(s.inputs[0]->name);
  if (needed.empty()) return "";
  if (needed.size() == 1) return ", in: " + needed[0];
  std::string text;
  for (const auto& name : needed) text += (text.empty() ? "" : ", ") + name + ": " + name;
  return ", in: { " + text + " }";
}

std::string example(const pipeline_stage& s) {
  const std::string id = s.id;
  std::string text = id.substr(id.find('.') + 1) + ": { uses: " + id;
  text += wires(s);
  if (s.param_count) {
    const pipeline_param& first = *s.params[0];
    const bool required = first.flags & PIPELINE_PARAM_REQUIRED;
    // A comment would begin at the '#' of a colour.
    const std::string quote = first.kind == PIPELINE_COLOUR ? "\"" : "";
    text += ", with: { " + std::string(first.name) + ": " +
            (required ? "..." : quote + preset(first) + quote) + " }";
  }
  return text + " }";
}

std::string description(const pipeline_stage& s) {
  std::ostringstream out;
  out << s.id << " " << s.version << "\n" << s.doc << "\n";
  std::vector<std::array<std::string, 3>> inputs, outputs, params;
  for (uint32_t i = 0; i < s.input_count; ++i) {
    inputs.push_back({s.inputs[i]->name, format_of(*s.inputs[i], s), s.inputs[i]->doc});
  }
  for (uint32_t i = 0; i < s.output_count; ++i) {
    outputs.push_back({s.outputs[i]->name, format_of(*s.outputs[i], s), s.outputs[i]->doc});
  }
  for (uint32_t i = 0; i < s.param_count; ++i) {
    const pipeline_param& p = *s.params[i];
    params.push_back({p.name, preset(p) + "  (" + kind_of(p) + ")", p.doc});
  }
  section(out, "inputs", inputs);
  section(out, "outputs", outputs);
  section(out, "parameters", params);
  out << "\n";
  out << ((s.flags & PIPELINE_STAGE_PURE) ? "Same bytes in, same bytes out, at any thread count."
                                          : "Its output may differ from run to run.");
  out << ((s.flags & PIPELINE_STAGE_REENTRANT) ? "" : " Works on one image at a time.") << "\n";
  if (s.flags & PIPELINE_STAGE_DEPRECATED) out << "Deprecated.\n";
  out << "\nin a graph:\n  " << example(s) << "\n";
  return out.str();
}

// In a child process first: a plugin that crashes while it loads is to be reported, too.
std::string describe(host::Registry& registry, const std::string& id) {
  const std::string plugin = id.substr(0, id.find('.'));
  if (registry.files().count(plugin)) {
    const host::Scan scan = std::move(host::scan(registry, {plugin}).front());
    if (const pipeline_stage* stage = scan.find(id)) return description(*stage);
    if (!scan.loads()) throw UsageError(graph::printable(scan.problem()));
  }
  const std::string near = graph::suggest(id, registry.known_ids());
  throw UsageError(registry.find(id).problem +
                   (near.empty() ? "" : "; did you mean " + near + "?"));
}

}  // namespace

int describe_command(const Words& arguments, Console& console) {
  const auto values = parse(arguments, common_options(), {"stage"}, help, console);
  if (!values) return exit_ok;
  const auto ids = list_of(*values, "stage");
  if (ids.size() != 1) throw UsageError("describe needs one stage: " + std::string(help.usage));
  Session session(*values, console);
  console.result(describe(session.registry(), ids[0]));
  return exit_ok;
}

}  // namespace pipeline::cli
