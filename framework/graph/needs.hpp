// SPDX-License-Identifier: Apache-2.0
// Step 7 of a build: what the outputs need, and what nothing needs.
#pragma once

#include <vector>

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// For each node and each input of the draft whether an output needs it, or a metric when those were
// asked for.
struct Needs {
  std::vector<bool> nodes, inputs;
};

// Stages and inputs of the top graph that neither an output nor a metric could ever need get a
// warning.
Needs find_needs(Work& work);

}  // namespace pipeline::graph
