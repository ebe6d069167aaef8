// SPDX-License-Identifier: Apache-2.0
// pipeline list: the stages of all plugins.
#include <algorithm>

#include "framework/cli/options.hpp"
#include "framework/cli/session.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/host/scan.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline list [PLUGIN...] [options]",
    "Lists the stages of all plugins on the search path, or of those named. Each plugin is\n"
    "looked at in a process of its own; one that does not load is reported.",
    "  pipeline list\n"
    "  pipeline list quantize edges\n"};

std::string padded(std::string text, size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

int list_command(const Words& arguments, Console& console) {
  const auto values = parse(arguments, common_options(), {"plugin"}, help, console);
  if (!values) return exit_ok;
  Session session(*values, console);
  const auto files = session.registry().files();
  std::vector<std::string> plugins = list_of(*values, "plugin");
  for (const std::string& plugin : plugins) {
    if (files.count(plugin)) continue;
    std::vector<std::string> names;
    for (const auto& [name, file] : files) names.push_back(name);
    const std::string near = graph::suggest(plugin, names);
    throw UsageError("there is no plugin '" + plugin + "'; " +
                     (near.empty() ? "'pipeline list' shows all" : "did you mean " + near + "?"));
  }
  if (plugins.empty()) {
    for (const auto& [plugin, file] : files) plugins.push_back(plugin);
  }
  std::vector<host::ScannedStage> stages;
  bool broken = false;
  for (const std::string& plugin : plugins) {
    const host::Scan scan = host::scan(session.registry(), plugin);
    if (!scan.problem.empty()) console.error(scan.problem);
    broken = broken || !scan.problem.empty();
    stages.insert(stages.end(), scan.stages.begin(), scan.stages.end());
  }
  size_t width = 0;
  for (const auto& stage : stages) width = std::max(width, stage.id.size());
  std::string text;
  for (const auto& stage : stages) {
    text += padded(stage.id, width + 2) + stage.doc + "\n";
    if (!stage.lacks.empty())
      text += padded("", width + 2) + "cannot run here: " + stage.lacks + "\n";
  }
  console.result(text);
  return broken ? exit_some_failed : exit_ok;
}

}  // namespace pipeline::cli
