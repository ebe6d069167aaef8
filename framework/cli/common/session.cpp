// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/session.hpp"

#include <algorithm>

#include "framework/cli/common/graph_file.hpp"
#include "framework/graph/build.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

void log(Console& console, int level, std::string_view who, std::string_view text) {
  const std::string line = std::string(who) + ": " + std::string(text);
  switch (level) {
    case PIPELINE_LOG_DEBUG:
      return console.debug(line);
    case PIPELINE_LOG_WARNING:
      return console.warning(line);
    case PIPELINE_LOG_ERROR:
      return console.error(line);
    default:
      return console.info(line);
  }
}

// What a stage says against its arguments or this machine, where the graph names it.
void refuse(const graph::Graph& graph, const run::Failure& failure, Session::Where where,
            graph::Diagnostics& diagnostics) {
  const auto node = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                 [&](const auto& n) { return n.name == failure.stage; });
  const std::string name = "stage '" + failure.stage + "' cannot be made";
  const bool absent = failure.status == PIPELINE_UNSUPPORTED;
  if (absent && where == Session::Where::elsewhere) {
    return diagnostics.warning(node->mark, name + " on this machine: " + failure.error,
                               {.fix = "get what is absent before you run this here"});
  }
  diagnostics.error(node->mark, name + ": " + failure.error,
                    {.fix = absent ? "get what is absent, or take another stage"
                                   : "change what its `with` or --set says"});
}

}  // namespace

Session::Session(const po::variables_map& values, Console& console) {
  apply_log_level(values, console);
  environment_.memory = &memory_;
  environment_.log = [&console](int level, std::string_view who, std::string_view text) {
    log(console, level, who, text);
  };
  auto plugins = host::plugin_search_path(text_of(values, "plugin-path"));
  auto models = host::model_search_path(text_of(values, "model-path"));
  for (const auto& warning : plugins.warnings) console.warning(warning);
  for (const auto& warning : models.warnings) console.warning(warning);
  registry_.emplace(std::move(plugins.folders), std::move(models.folders), environment_);
}

std::optional<graph::Graph> Session::build(const std::string& name,
                                           const graph::Overrides& overrides,
                                           graph::Diagnostics& diagnostics) {
  const auto file = find_graph(name, diagnostics);
  if (!file) return std::nullopt;
  return graph::build(*file, *registry_, overrides, diagnostics);
}

std::optional<Ready> Session::prepare(const std::string& name, const graph::Overrides& overrides,
                                      graph::Diagnostics& diagnostics, Where where) {
  auto graph = build(name, overrides, diagnostics);
  if (!graph) return std::nullopt;
  std::vector<run::Failure> failures;
  auto program = run::Program::make(*graph, environment_, failures);
  for (const run::Failure& failure : failures) refuse(*graph, failure, where, diagnostics);
  if (!program) return std::nullopt;
  return Ready{std::move(*graph), std::move(*program)};
}

std::optional<Ready> Session::prepare_and_tell(const std::string& name,
                                               const graph::Overrides& overrides,
                                               Console& console) {
  graph::Diagnostics diagnostics;
  auto ready = prepare(name, overrides, diagnostics);
  if (!diagnostics.empty() && (!ready || console.level() <= Level::warning)) {
    console.block(diagnostics.text());
  }
  return ready;
}

}  // namespace pipeline::cli
