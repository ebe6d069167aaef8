// SPDX-License-Identifier: Apache-2.0
// pipeline check: all errors of a graph, without running it.
#include "framework/cli/common/options.hpp"
#include "framework/cli/common/session.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline check GRAPH [options]",
    "Checks a graph against the plugins installed and shows all that is wrong, each with its\n"
    "place in the file. Exit status 0: the graph can run; 2: it cannot.",
    "  pipeline check pipelines/default.yaml\n"
    "  pipeline check my.yaml --set quantize.colors=300\n"
    "  pipeline check my.yaml --json\n"};

}  // namespace

int check_command(const Words& arguments, Console& console) {
  po::options_description own("options");
  own.add_options()("json", "print what was found as JSON, for editors");
  const auto values =
      parse(arguments, own.add(graph_options()).add(common_options()), {"graph"}, help, console);
  if (!values) return exit_ok;
  const auto names = list_of(*values, "graph");
  if (names.size() != 1) throw UsageError("check needs one graph: " + std::string(help.usage));
  Session session(*values, console);
  graph::Overrides changes = overrides(*values);
  changes.metrics = true;
  graph::Diagnostics diagnostics;
  const auto ready = session.prepare(names[0], changes, diagnostics, Session::Where::elsewhere);
  const bool good = ready || !diagnostics.has_errors();
  if (values->count("json")) {
    console.result(diagnostics.json());
  } else {
    console.block(diagnostics.text());
    if (good) console.info(names[0] + ": good");
  }
  return good ? exit_ok : exit_usage;
}

}  // namespace pipeline::cli
