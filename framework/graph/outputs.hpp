// SPDX-License-Identifier: Apache-2.0
// Step 4 of a build: the graph's outputs and metrics, and the stages that write.
#pragma once

#include "framework/graph/resolve.hpp"

namespace pipeline::graph {

// Fills outputs of work.draft; outputs that are neither bytes nor a number get a writer node.
void add_outputs(Work& work, Resolver& resolver);

// Fills metrics of work.draft, if they were asked for.
void add_metrics(Work& work, Resolver& resolver);

}  // namespace pipeline::graph
