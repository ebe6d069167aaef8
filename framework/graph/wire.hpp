// SPDX-License-Identifier: Apache-2.0
// Step 3 of a build: who takes what from whom.
#pragma once

#include "framework/graph/resolve.hpp"

namespace pipeline::graph {

// Wires all inputs of all stages and checks names and types.
void wire_stages(Work& work, Resolver& resolver);

}  // namespace pipeline::graph
