// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/describe/facts.hpp"

#include <cmath>
#include <cstring>
#include <sstream>
#include <vector>

#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/host/format.hpp"

namespace pipeline::cli {

namespace {

std::string number(double value) {
  constexpr double exact = 9007199254740992;  // 2^53: whole numbers below it are written out
  if (std::abs(value) < exact && value == std::floor(value)) {
    return std::to_string(static_cast<int64_t>(value));
  }
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string choices(const pipeline_param& p) {
  std::string text;
  for (uint32_t i = 0; i < p.choice_count; ++i) text += (i ? ", " : "") + std::string(p.choices[i]);
  return text;
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

}  // namespace

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

std::string preset_of(const pipeline_param& p) {
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

std::string values_of(const pipeline_param& p, const std::string& unit) {
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

std::string behaviour_of(const pipeline_stage& s) {
  std::string text = (s.flags & PIPELINE_STAGE_PURE)
                         ? "Same bytes in, same bytes out, at any thread count."
                         : "Its output may differ from run to run.";
  if (!(s.flags & PIPELINE_STAGE_REENTRANT)) text += " Works on one image at a time.";
  if (s.flags & PIPELINE_STAGE_DEPRECATED) text += "\nDeprecated.";
  return text;
}

std::string memory_of(const pipeline_stage& s) {
  if (s.bytes_per_pixel <= 0 && s.bytes == 0) return "memory not declared";
  std::string text = formatted("%g bytes a pixel", s.bytes_per_pixel);
  if (s.bytes) text += " and " + bytes_text(s.bytes);
  return text;
}

std::string example_of(const pipeline_stage& s) {
  const std::string id = s.id;
  std::string text = id.substr(id.find('.') + 1) + ": { uses: " + id;
  text += wires(s);
  if (s.param_count) {
    const pipeline_param& first = *s.params[0];
    const bool required = first.flags & PIPELINE_PARAM_REQUIRED;
    // A comment would begin at the '#' of a colour.
    const std::string quote = first.kind == PIPELINE_COLOUR ? "\"" : "";
    text += ", with: { " + std::string(first.name) + ": " +
            (required ? "..." : quote + preset_of(first) + quote) + " }";
  }
  return text + " }";
}

}  // namespace pipeline::cli
