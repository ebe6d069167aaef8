// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <sstream>
#include <vector>

#include "framework/cli/describe/facts.hpp"
#include "framework/cli/describe/pages.hpp"

namespace pipeline::cli {

namespace {

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

}  // namespace

std::string description_of(const pipeline_stage& s) {
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
    params.push_back(
        {p.name, preset_of(p) + "  (" + values_of(p, p.unit ? std::string(" ") + p.unit : "") + ")",
         p.doc});
  }
  section(out, "inputs", inputs);
  section(out, "outputs", outputs);
  section(out, "parameters", params);
  out << "\n";
  out << behaviour_of(s) << "\n";
  out << "\nin a graph:\n  " << example_of(s) << "\n";
  return out.str();
}

}  // namespace pipeline::cli
