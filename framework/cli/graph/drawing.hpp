// SPDX-License-Identifier: Apache-2.0
// A graph as a person sees it.
#pragma once

#include <map>
#include <string>

#include "framework/graph/graph.hpp"

namespace pipeline::cli {

// Median milliseconds by stage; stages that are not in it have none.
using StageTimes = std::map<std::string, double>;

// Lines for a terminal, UTF-8: a row an input, stage or output, in running order, and to its left
// the lanes of the values that are alive:
//   ●      image     io.read
//   ├─●    quantize  quantize.kmeans
// What no output needs is hollow.
std::string text_drawing(const graph::Graph& graph, const StageTimes& times);

// The same for graphviz's dot; edges carry the names of ports.
std::string dot_drawing(const graph::Graph& graph, const StageTimes& times);

}  // namespace pipeline::cli
