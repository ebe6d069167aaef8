// SPDX-License-Identifier: Apache-2.0
// The section `compare` of a graph file: an experiment that can be kept.
#pragma once

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/graph.hpp"
#include "framework/graph/spec.hpp"

namespace pipeline::graph {

struct Work;

// Reads it; what is wrong in its shape is told.
ExperimentSpec read_experiment(const YamlNode& node, Diagnostics& diagnostics);

// Tells of what the graph does not have that the experiment names.
void check_experiment(Work& work);

// As the caller gets it.
Experiment experiment_of(const ExperimentSpec& spec);

}  // namespace pipeline::graph
