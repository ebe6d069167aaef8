// SPDX-License-Identifier: Apache-2.0
// The graph files of a folder, for whoever looks for one by its name.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pipeline::graph {

// File names by their stems, in order; none where the folder cannot be read or has thousands of
// graphs.
using GraphFolder = std::map<std::string, std::filesystem::path>;
GraphFolder graphs_in(const std::filesystem::path& folder);

std::vector<std::string> stems_of(const GraphFolder& graphs);

}  // namespace pipeline::graph
