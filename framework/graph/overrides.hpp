// SPDX-License-Identifier: Apache-2.0
// What the command line, or an experiment that is kept in the file, changes about a graph.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "framework/graph/source.hpp"

namespace pipeline::graph {

struct Overrides {
  // --set KEY=VALUE. key: "stage.param", "graph_stage/stage.param", "input.param" (of its reader),
  // or the name of one of the graph's parameters. Files are relative to the current folder.
  struct Set {
    std::string key, value;
    Mark mark = {};  // where it stands; nowhere: on the command line
    Mark place() const;
  };
  // --swap STAGE=ID: the stage keeps its wires and those values of `with` that the new one has too.
  struct Swap {
    std::string stage, id;
    Mark mark = {};
    std::filesystem::path folder = {};  // that a file in the id is relative to; empty: the current
    Mark place() const;
    std::string full_id() const;
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
