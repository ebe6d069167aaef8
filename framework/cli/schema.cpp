// SPDX-License-Identifier: Apache-2.0
// pipeline schema: what an editor needs to complete and check graphs.
#include "framework/graph/schema.hpp"

#include "framework/cli/common/options.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/scans.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline schema [options]",
    "Prints a JSON Schema (draft 2020-12) of graph files, with all stages of the plugins on the\n"
    "search path: an editor completes and checks graphs with it. Each plugin is looked at in a\n"
    "process of its own; one that does not load is reported, left out, and makes the exit status "
    "1.",
    "  pipeline schema > pipeline.schema.json\n"
    "  # and as the first line of a graph, for editors with the YAML language server:\n"
    "  # yaml-language-server: $schema=pipeline.schema.json\n"};

}  // namespace

int schema_command(const Words& arguments, Console& console) {
  const auto values = parse(arguments, common_options(), {"unexpected"}, help, console);
  if (!values) return exit_ok;
  if (values->count("unexpected")) {
    throw UsageError("schema takes no arguments: " + std::string(help.usage));
  }
  Session session(*values, console);
  const auto scans = scan_plugins(session.registry(), {});
  const bool all_load = report_scans(scans, console);
  std::vector<const pipeline_stage*> stages;
  for (const host::Scan& scan : scans) {
    for (const auto& [stage, lacks] : scan.stages) stages.push_back(stage);
  }
  console.result(graph::graph_schema(stages));
  return all_load ? exit_ok : exit_some_failed;
}

}  // namespace pipeline::cli
