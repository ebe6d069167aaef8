// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/graph_file.hpp"

#include <vector>

#include "framework/cli/common/options.hpp"
#include "framework/graph/graph_folder.hpp"
#include "framework/graph/suggest.hpp"
#include "framework/host/search_path.hpp"

namespace pipeline::cli {

namespace {

namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace

std::optional<fs::path> find_graph(const std::string& name, graph::Diagnostics& diagnostics) {
  std::error_code none;
  if (name.empty()) throw UsageError("the graph has an empty name: expected a file");
  const bool is_file = fs::exists(name, none) && !fs::is_directory(name, none);
  if (name == "-" || fs::path(name).is_absolute() || is_file) return name;
  const fs::path installed = host::beside_binary("share/pipeline");
  const fs::path folder = installed / "pipelines";
  for (const fs::path& file : {installed / name, folder / name, folder / (name + ".yaml")}) {
    if (fs::is_regular_file(file, none)) return file;
  }
  const fs::path path = name;
  if (path.has_parent_path() || fs::exists(path, none)) return name;
  const auto names = graph::stems_of(graph::graphs_in(folder));
  const std::string near =
      graph::did_you_mean(path.extension() == ".yaml" ? path.stem().string() : name, names);
  if (path.has_extension() && near.empty()) return name;
  diagnostics.error(
      graph::command_line_mark(name), "there is no graph " + name,
      {.expected = "a graph file, or one that came with this pipeline: " + joined(names),
       .fix = near.empty() ? "name one of these, or a file that can be read" : near});
  return std::nullopt;
}

}  // namespace pipeline::cli
