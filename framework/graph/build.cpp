// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/build.hpp"

#include <algorithm>

#include "framework/graph/bind.hpp"
#include "framework/graph/draft.hpp"
#include "framework/graph/expand.hpp"
#include "framework/graph/experiment.hpp"
#include "framework/graph/formats.hpp"
#include "framework/graph/needs.hpp"
#include "framework/graph/order.hpp"
#include "framework/graph/outputs.hpp"
#include "framework/graph/wire.hpp"

namespace pipeline::graph {

namespace {

Wire final_wire(const DraftWire& wire, const std::vector<uint32_t>& place) {
  switch (wire.from) {
    case DraftWire::From::input:
      return {Wire::From::input, wire.index, 0};
    case DraftWire::From::node:
      return {Wire::From::node, place[wire.index], wire.port};
    default:
      return {};
  }
}

Graph finish(Work& work, const std::vector<uint32_t>& order, const Needs& needs) {
  Graph graph;
  graph.name = work.top.spec->name;
  graph.file = work.top.spec->file;
  graph.experiment = experiment_of(work.top.spec->experiment);
  for (const ParameterSpec& parameter : work.top.spec->parameters) {
    graph.parameters[parameter.name.text] = parameter.target.written();
  }
  graph.inputs = std::move(work.draft.inputs);
  for (size_t i = 0; i < graph.inputs.size(); ++i) graph.inputs[i].needed = needs.inputs[i];
  std::vector<uint32_t> place(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (const uint32_t index : order) {
    DraftNode& draft = work.draft.nodes[index];
    Node& node = graph.nodes.emplace_back();
    node.name = std::move(draft.name);
    node.mark = draft.mark;
    node.stage = draft.stage;
    node.arguments = std::move(draft.arguments);
    for (const DraftWire& wire : draft.inputs) node.inputs.push_back(final_wire(wire, place));
    node.needed = needs.nodes[index];
  }
  for (auto& [output, from] : work.draft.outputs) {
    output.from = final_wire(from, place);
    graph.outputs.push_back(std::move(output));
  }
  for (auto& [metric, from] : work.draft.metrics) {
    metric.from = final_wire(from, place);
    graph.metrics.push_back(std::move(metric));
  }
  return graph;
}

}  // namespace

std::optional<Graph> build(const std::filesystem::path& file, StageSource& stages,
                           const Overrides& overrides, Diagnostics& diagnostics) {
  const size_t errors_before = diagnostics.errors();
  Work work(stages, overrides, diagnostics);
  const GraphSpec* spec = work.library.load(file, {});
  if (!spec) return std::nullopt;
  expand(work, *spec);
  bind_parameters(work);
  Resolver resolver(work);
  wire_stages(work, resolver);
  add_outputs(work, resolver);
  add_metrics(work, resolver);
  make_arguments(work);
  check_experiment(work);
  const auto order = order_nodes(work);
  if (!order) return std::nullopt;
  check_formats(work, *order);
  if (diagnostics.errors() > errors_before) return std::nullopt;
  return finish(work, *order, find_needs(work));
}

}  // namespace pipeline::graph
