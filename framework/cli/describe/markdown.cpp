// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "framework/cli/describe/facts.hpp"
#include "framework/cli/describe/pages.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

using Stages = std::vector<const pipeline_stage*>;

// A text of a plugin as text: one line, that neither ends a table's cell nor begins a tag.
std::string plain(const char* text) {
  std::string result;
  for (const char c : graph::printable(text ? text : "")) {
    if (c == '<') {
      result += "&lt;";
      continue;
    }
    if (c == '|' || c == '*' || c == '`' || c == '[') result += '\\';
    result += c;
  }
  return result;
}

std::string sentence(const char* text) {
  const std::string words = plain(text);
  return words.ends_with('.') ? words : words + ".";
}

std::string code(const std::string& text) {
  std::string cell = text;
  std::replace(cell.begin(), cell.end(), '|', '/');
  return cell.empty() ? "" : "`" + cell + "`";
}

// A heading's anchor as the usual renderers make it.
std::string anchor(std::string id) {
  std::erase(id, '.');
  return "#" + id;
}

std::string ports_table(const char* title, const pipeline_port* const* ports, uint32_t count,
                        const pipeline_stage& stage) {
  if (count == 0) return "";
  std::string text = std::string("| ") + title + " | type | |\n|---|---|---|\n";
  for (uint32_t i = 0; i < count; ++i) {
    text += "| " + code(ports[i]->name) + " | " + plain(format_of(*ports[i], stage).c_str()) +
            " | " + plain(ports[i]->doc) + " |\n";
  }
  return text + "\n";
}

std::string parameters_table(const pipeline_stage& stage) {
  if (stage.param_count == 0) return "";
  std::string text = "| parameter | default | values | unit | |\n|---|---|---|---|---|\n";
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    const pipeline_param& p = *stage.params[i];
    const bool required = p.flags & PIPELINE_PARAM_REQUIRED;
    text += "| " + code(p.name) + " | " + (required ? "required" : code(preset_of(p))) + " | " +
            plain(values_of(p, "").c_str()) + " | " + plain(p.unit) + " | " + plain(p.doc) + " |\n";
  }
  return text + "\n";
}

std::string section(const pipeline_stage& s) {
  return std::string("## ") + s.id + "\n\n" + sentence(s.doc) + " Version " + plain(s.version) +
         ".\n\n" + ports_table("input", s.inputs, s.input_count, s) +
         ports_table("output", s.outputs, s.output_count, s) + parameters_table(s) +
         behaviour_of(s) + "\nA call: " + memory_of(s) + ".\n\n```yaml\nstages:\n  " +
         example_of(s) + "\n```\n";
}

std::string sections(const Stages& stages) {
  std::string text;
  if (stages.size() > 1) {
    for (const auto* stage : stages) {
      text += std::string("- [") + stage->id + "](" + anchor(stage->id) +
              "): " + plain(stage->doc) + "\n";
    }
    text += "\n";
  }
  for (const auto* stage : stages) {
    text += section(*stage) + (stage == stages.back() ? "" : "\n");
  }
  return text;
}

}  // namespace

std::string markdown_of(const Stages& stages) { return "# Stages\n\n" + sections(stages); }

std::string markdown_of(const host::Scan& plugin) {
  Stages stages;
  for (const auto& [stage, lacks] : plugin.stages) stages.push_back(stage);
  return "# " + plugin.id() + "\n\n" + sentence(plugin.doc.c_str()) + " Version " +
         plain(plugin.version.c_str()) + ".\n\n" + sections(stages);
}

std::string markdown_index(const std::vector<host::Scan>& plugins) {
  std::string text = "# Stages\n\n| stage | |\n|---|---|\n";
  for (const host::Scan& plugin : plugins) {
    for (const auto& [stage, lacks] : plugin.stages) {
      text += std::string("| [") + stage->id + "](" + plugin.id() + ".md" + anchor(stage->id) +
              ") | " + plain(stage->doc) + " |\n";
    }
  }
  return text;
}

}  // namespace pipeline::cli
