// SPDX-License-Identifier: Apache-2.0
// What the command line changes about a graph.
#pragma once

#include <string>
#include <vector>

namespace pipeline::graph {

struct Overrides {
  // --set KEY=VALUE. key: "stage.param", "graph_stage/stage.param", "input.param" (of its reader),
  // or the name of one of the graph's parameters. Files are relative to the current folder.
  struct Set {
    std::string key, value;
  };
  // --swap STAGE=ID: the stage keeps its wires and those values of `with` that the new one has too.
  struct Swap {
    std::string stage, id;
  };
  // -o NAME=PATH; output "": -o PATH, the graph's only output.
  struct OutputPath {
    std::string output, path;
  };

  std::vector<Set> sets = {};
  std::vector<Swap> swaps = {};
  std::vector<OutputPath> outputs = {};
  bool metrics = false;  // resolve and need the metrics, too
};

}  // namespace pipeline::graph
