// SPDX-License-Identifier: Apache-2.0
// Step 5 of a build: cycles, and an order in which every node comes after all it takes from.
#pragma once

#include <optional>
#include <vector>

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// The order of the nodes; among those that could come next the first of the file does. nullopt
// after errors, one for each cycle, which name its stages and point at their `in` entries.
std::optional<std::vector<uint32_t>> order_nodes(Work& work);

}  // namespace pipeline::graph
