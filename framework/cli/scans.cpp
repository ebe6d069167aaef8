// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/scans.hpp"

#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"
#include "framework/host/families.hpp"

namespace pipeline::cli {

namespace {

std::string no_plugin(const std::string& plugin, const Words& names) {
  const std::string near = graph::suggest(plugin, names), how = host::how_to_get(plugin);
  std::string fix = "'pipeline list' shows all";
  if (!near.empty()) fix = "did you mean " + near + "?";
  if (!how.empty()) fix = how;
  return "there is no plugin '" + plugin + "'; " + fix;
}

}  // namespace

std::vector<host::Scan> scan_plugins(const host::Registry& registry, Words plugins) {
  const auto files = registry.files();
  Words names;
  for (const auto& [name, file] : files) names.push_back(name);
  for (const std::string& plugin : plugins) {
    if (!files.count(plugin)) throw UsageError(no_plugin(plugin, names));
  }
  return host::scan(registry, plugins.empty() ? names : plugins);
}

bool report_scans(const std::vector<host::Scan>& scans, Console& console) {
  bool all_load = true;
  for (const host::Scan& scan : scans) {
    all_load = all_load && scan.loads();
    if (!scan.loads()) console.error(graph::printable(scan.problem()));
    for (const auto* texts : {&scan.remarks, &scan.complaints}) {
      for (const std::string& text : *texts) {
        console.warning(graph::printable(scan.file.string() + ": " + text));
      }
    }
  }
  return all_load;
}

}  // namespace pipeline::cli
