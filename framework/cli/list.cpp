// SPDX-License-Identifier: Apache-2.0
// pipeline list: the stages of all plugins.
#include <algorithm>
#include <cstring>

#include "framework/cli/common/options.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/scans.hpp"
#include "framework/graph/utf8.hpp"

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
  const auto scans = scan_plugins(session.registry(), list_of(*values, "plugin"));
  const bool all_load = report_scans(scans, console);
  size_t width = 0;
  for (const host::Scan& scan : scans) {
    for (const auto& [stage, lacks] : scan.stages) {
      width = std::max(width, std::strlen(stage->id));
    }
  }
  std::string text;
  for (const host::Scan& scan : scans) {
    for (const auto& [stage, lacks] : scan.stages) {
      text += padded(stage->id, width + 2) + graph::printable(stage->doc) + "\n";
      if (lacks.empty()) continue;
      text += padded("", width + 2) + "cannot run here: " + graph::printable(lacks) + "\n";
    }
  }
  console.result(text);
  return all_load ? exit_ok : exit_some_failed;
}

}  // namespace pipeline::cli
