// SPDX-License-Identifier: Apache-2.0
// Checked graphs written by hand, for tests and benchmarks of what runs them.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::test {

// Adds nodes in order; each parameter at its default but those given.
class HandGraph {
 public:
  explicit HandGraph(host::Registry& registry) : registry_(registry) {}

  uint32_t add(const std::string& id, const std::vector<graph::Wire>& inputs,
               std::initializer_list<std::pair<std::string, pipeline_arg>> with = {}) {
    const auto found = registry_.find(id);
    if (!found.stage) throw std::runtime_error(found.problem);
    graph::Node node;
    node.name = "n" + std::to_string(graph_.nodes.size());
    node.stage = found.stage;
    node.needed = true;
    node.inputs = inputs;
    node.inputs.resize(found.stage->input_count);
    for (uint32_t i = 0; i < found.stage->param_count; ++i) {
      const pipeline_param& param = *found.stage->params[i];
      graph::Argument argument{param.preset, {}};
      for (const auto& [name, value] : with) {
        if (name == param.name) argument.value = value;
      }
      node.arguments.push_back(argument);
    }
    graph_.nodes.push_back(std::move(node));
    return static_cast<uint32_t>(graph_.nodes.size() - 1);
  }
  void output(graph::Wire from) { graph_.outputs.push_back({"out", from, "{stem}.txt"}); }

  static graph::Wire node(uint32_t index, uint32_t port = 0) {
    return {graph::Wire::From::node, index, port};
  }
  const graph::Graph& graph() const { return graph_; }

 private:
  host::Registry& registry_;
  graph::Graph graph_;
};

}  // namespace pipeline::test
