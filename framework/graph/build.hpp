// SPDX-License-Identifier: Apache-2.0
// From a graph file to a checked graph.
#pragma once

#include <filesystem>
#include <optional>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/graph.hpp"
#include "framework/graph/overrides.hpp"
#include "framework/graph/stage_source.hpp"

namespace pipeline::graph {

// Reads `file` ("-": standard input), expands graphs used as stages, asks `stages` for each stage
// named, and checks everything that can be known before a run. All that is wrong goes to
// `diagnostics`, each thing once; a graph comes back only if there was no error. `stages` must
// outlive the graph. Without overrides.metrics the stages under `metrics` are not even looked for.
// [one thread]
std::optional<Graph> build(const std::filesystem::path& file, StageSource& stages,
                           const Overrides& overrides, Diagnostics& diagnostics);

}  // namespace pipeline::graph
