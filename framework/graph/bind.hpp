// SPDX-License-Identifier: Apache-2.0
// Step 2 of a build: values find their parameters; later, they become arguments.
#pragma once

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// Binds `with` of all stages and inputs, the graphs' parameters, and --set, in this order: an outer
// graph wins over an inner one, and the command line over both.
void bind_parameters(Work& work);

// Binds settings to a node that stands in no scope; `owner` as in DraftNode.
void bind_settings(Work& work, uint32_t node, const std::vector<Setting>& settings,
                   const std::filesystem::path& folder);

// Makes the arguments of each node from its bindings and the defaults.
void make_arguments(Work& work);

}  // namespace pipeline::graph
