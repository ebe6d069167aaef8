// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/file_uses.hpp"

#include <algorithm>
#include <set>

#include "framework/cli/command.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

FileUses file_uses(const RunOptions& options, const graph::Graph& graph,
                   const std::vector<run::Item>& items) {
  FileUses uses;
  uses.read.push_back({graph.file, "the graph " + graph::printable(graph.file.string())});
  uses.read.push_back({options.files_from, "the list " + graph::printable(options.files_from)});
  if (!options.trace.empty()) uses.written.push_back({options.trace, "the trace"});
  for (const auto& item : items) {
    for (const auto& input : item.inputs) {
      uses.read.push_back({input, "the input " + graph::printable(input.string())});
    }
    const std::string source =
        graph::printable(item.inputs.empty() ? graph.name : item.inputs[0].string());
    for (size_t k = 0; k < item.outputs.size(); ++k) {
      uses.written.push_back(
          {item.outputs[k], "output '" + graph.outputs[k].name + "' of " + source});
    }
  }
  return uses;
}

void refuse_conflicts(const FileUses& uses) {
  constexpr size_t most = 10;
  const auto conflicts = run::conflicts(uses.written, uses.read);
  if (conflicts.empty()) return;
  std::string text;
  std::set<std::string> fixes;
  for (size_t i = 0; i < std::min(conflicts.size(), most); ++i) {
    text += (i ? "\n  " : "") + conflicts[i].what;
    fixes.insert(conflicts[i].fix);
  }
  if (conflicts.size() > most) {
    text += "\n  and " + std::to_string(conflicts.size() - most) + " more";
  }
  for (const std::string& fix : fixes) text += "\n  fix: " + fix;
  throw UsageError(text);
}

}  // namespace pipeline::cli
