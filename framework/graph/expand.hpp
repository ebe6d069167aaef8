// SPDX-License-Identifier: Apache-2.0
// Step 1 of a build: every stage becomes a node, graphs used as stages become theirs.
#pragma once

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// Fills work.top and the nodes of work.draft from `spec`.
void expand(Work& work, const GraphSpec& spec);

}  // namespace pipeline::graph
