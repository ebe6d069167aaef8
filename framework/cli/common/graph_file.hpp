// SPDX-License-Identifier: Apache-2.0
// The file that a GRAPH on the command line stands for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "framework/graph/diagnostic.hpp"

namespace pipeline::cli {

// `name` itself, or, where there is no such file (a folder is none), a graph that came with this
// pipeline: by its path there (pipelines/icon.yaml), its file name (icon.yaml) or its bare name
// (icon). A path that stands for nothing is handed back as it is, for whoever reads it to tell; of
// a bare name that does, it tells itself and returns nothing. Throws UsageError for an empty name.
std::optional<std::filesystem::path> find_graph(const std::string& name,
                                                graph::Diagnostics& diagnostics);

}  // namespace pipeline::cli
