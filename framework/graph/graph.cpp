// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/graph.hpp"

namespace pipeline::graph {

std::vector<pipeline_arg> values_of(const pipeline_stage& stage,
                                    const std::vector<Argument>& arguments) {
  std::vector<pipeline_arg> values;
  values.reserve(arguments.size());
  for (size_t i = 0; i < arguments.size(); ++i) {
    pipeline_arg value = arguments[i].value;
    const uint32_t kind = stage.params[i]->kind;
    if (kind == PIPELINE_STRING || kind == PIPELINE_FILE) {
      value.string = {arguments[i].text.c_str(), arguments[i].text.size()};
    }
    values.push_back(value);
  }
  return values;
}

const pipeline_port* port_of(const Graph& graph, const Wire& wire) {
  if (wire.from != Wire::From::node) return nullptr;
  return graph.nodes[wire.index].stage->outputs[wire.port];
}

}  // namespace pipeline::graph
