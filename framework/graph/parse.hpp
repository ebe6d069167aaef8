// SPDX-License-Identifier: Apache-2.0
// From the tree of a YAML file to a graph as it is written. The grammar is in
// docs/pipeline_yaml.md.
#pragma once

#include "framework/graph/spec.hpp"

namespace pipeline::graph {

// `root` is the document of `file`. What is wrong is told and left out; names stay known where they
// can, so that one mistake gives one message.
GraphSpec parse_graph(const YamlNode& root, const std::filesystem::path& file,
                      Diagnostics& diagnostics);

}  // namespace pipeline::graph
