// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/session.hpp"

#include "framework/graph/build.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

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

}  // namespace

Session::Session(const po::variables_map& values, Console& console) : console_(console) {
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

std::optional<graph::Graph> Session::load(const std::string& name,
                                          const graph::Overrides& overrides) {
  graph::Diagnostics diagnostics;
  auto graph = graph::build(find_graph(name), *registry_, overrides, diagnostics);
  if (!diagnostics.empty() && (!graph || console_.level() <= Level::warning)) {
    console_.block(diagnostics.text());
  }
  return graph;
}

fs::path find_graph(const std::string& name) {
  std::error_code none;
  if (name.empty()) throw UsageError("the graph has an empty name: expected a file");
  if (fs::is_directory(name, none)) throw UsageError(name + " is a folder: expected a graph file");
  if (name == "-" || fs::exists(name, none)) return name;
  fs::path installed = host::beside_binary(fs::path("share/pipeline") / name);
  if (!fs::path(name).is_absolute() && fs::is_regular_file(installed, none)) return installed;
  throw UsageError("there is no graph " + name + ": neither here nor as " + installed.string());
}

}  // namespace pipeline::cli
