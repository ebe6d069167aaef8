// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/graph_folder.hpp"

#include <system_error>

namespace pipeline::graph {

GraphFolder graphs_in(const std::filesystem::path& folder) {
  constexpr size_t most = 4096;
  GraphFolder graphs;
  std::error_code none;
  std::filesystem::directory_iterator entry(folder, none);
  for (; !none && entry != std::filesystem::directory_iterator(); entry.increment(none)) {
    if (graphs.size() == most) return {};
    const std::filesystem::path name = entry->path().filename();
    if (name.extension() == ".yaml" || name.extension() == ".yml") graphs[name.stem()] = name;
  }
  return graphs;
}

std::vector<std::string> stems_of(const GraphFolder& graphs) {
  std::vector<std::string> stems;
  for (const auto& [stem, name] : graphs) stems.push_back(stem);
  return stems;
}

}  // namespace pipeline::graph
