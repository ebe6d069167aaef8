// SPDX-License-Identifier: Apache-2.0
// The checked graph: what an executor runs. Made by build() (build.hpp) from a graph file.
#pragma once

#include <pipeline/abi.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "framework/graph/source.hpp"

namespace pipeline::graph {

// One checked parameter value. For STRING and FILE `value.string` is filled by arguments() only,
// because it points into `text`.
struct Argument {
  pipeline_arg value{};
  std::string text;
};

// Where a stage's input or a graph output comes from.
struct Wire {
  enum class From { nothing, input, node };
  From from = From::nothing;
  uint32_t index = 0;  // into Graph::inputs or Graph::nodes
  uint32_t port = 0;   // output port of the node
};

// What the caller feeds: the bytes of one file. An input that is read by a stage (io.read) has that
// stage as a node of its own, named as the input, which takes the bytes.
struct Input {
  std::string name;
  std::optional<std::filesystem::path> preset;  // absolute; the graph's default file
  bool needed = true;                           // as a node's; what is not needed is not read
};

// The arguments of a stage as create() takes them; valid while they live unchanged.
std::vector<pipeline_arg> values_of(const pipeline_stage& stage,
                                    const std::vector<Argument>& arguments);

struct Node {
  std::string name;  // "quantize"; "cleanup/quantize" inside a graph used as a stage
  Mark mark;         // where the graph file names its stage
  const pipeline_stage* stage = nullptr;
  std::vector<Argument> arguments;  // as many as the stage has parameters
  std::vector<Wire> inputs;         // as many as the stage has inputs
  bool needed = false;              // some output needs it (or a metric, when those were asked for)

  std::vector<pipeline_arg> values() const { return values_of(*stage, arguments); }
};

struct Output {
  std::string name;
  Wire from;         // bytes or a number
  std::string path;  // pattern with {stem} {name} {index} {output}; "-" is stdout
};

struct Metric {
  std::string name;
  Wire from;  // a number
  std::optional<double> margin;
};

// As the graph file keeps it; "", nothing and no choices where it says nothing.
struct Experiment {
  struct Choice {
    bool sweep = false;  // of a parameter; else a swap of a stage
    std::string key;
    std::vector<std::string> values;
    std::vector<Mark> marks;  // of the values
  };
  std::vector<Choice> choices;
  std::string baseline, timing;
  std::optional<double> budget;  // seconds for each variant
  std::optional<uint64_t> seed;
};

struct Graph {
  std::string name;
  std::filesystem::path file;
  std::vector<Input> inputs;
  std::vector<Node> nodes;  // each after all it takes from; nodes that nothing needs included
  std::vector<Output> outputs;
  std::map<std::string, std::string> parameters;  // the graph's own, as --set takes what each names
  std::vector<Metric> metrics;
  Experiment experiment;
};

// The output that a wire comes from; null unless that is a node's.
const pipeline_port* port_of(const Graph& graph, const Wire& wire);

}  // namespace pipeline::graph
