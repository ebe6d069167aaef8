// SPDX-License-Identifier: Apache-2.0
// The graph file as a JSON Schema, for editors.
#pragma once

#include <pipeline/abi.h>

#include <string>
#include <vector>

namespace pipeline::graph {

// A schema (draft 2020-12) of graphs of these stages, as JSON. It takes what the checker takes,
// but for what only YAML tells apart (quotes, aliases); what it cannot say (which name is a stage,
// which types meet) is left to the checker.
std::string graph_schema(const std::vector<const pipeline_stage*>& stages);

}  // namespace pipeline::graph
