// SPDX-License-Identifier: Apache-2.0
#include "framework/run/program.hpp"

#include <algorithm>

namespace pipeline::run {

namespace {

using graph::Wire;

constexpr uint32_t none = UINT32_MAX;

void add_once(std::vector<uint32_t>& to, uint32_t value) {
  if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

}  // namespace

std::optional<Program> Program::make(const graph::Graph& graph,
                                     const host::Environment& environment,
                                     std::vector<Failure>& failures) {
  Program program;
  program.input_count_ = static_cast<uint32_t>(graph.inputs.size());
  for (const graph::Node& node : graph.nodes) {
    if (!node.needed) continue;
    Step& step = program.steps_.emplace_back();
    step.name = node.name;
    step.inputs = node.inputs;
    step.output_count = node.stage->output_count;
  }
  size_t at = 0;
  for (const graph::Node& node : graph.nodes) {
    if (!node.needed) continue;
    Step& step = program.steps_[at++];  // its name no longer moves
    host::Outcome outcome;
    step.instance =
        host::Instance::create(*node.stage, step.name, node.values(), environment, outcome);
    if (!step.instance) failures.push_back({node.name, outcome.status, outcome.error});
  }
  if (!failures.empty()) return std::nullopt;
  program.wire(graph);
  return program;
}

void Program::wire(const graph::Graph& graph) {
  std::vector<uint32_t> step_of(graph.nodes.size(), none);
  for (uint32_t node = 0, step = 0; node < graph.nodes.size(); ++node) {
    if (graph.nodes[node].needed) step_of[node] = step++;
  }
  uint32_t slots = input_count_;
  for (Step& step : steps_) {
    step.first_slot = slots;
    slots += step.output_count;
  }
  slot_uses_.assign(slots, 0);
  const auto resolve = [&](Wire& wire) {
    if (wire.from == Wire::From::nothing) return;
    if (wire.from == Wire::From::node) wire.index = step_of[wire.index];
    ++slot_uses_[slot_of(wire)];
  };
  for (uint32_t s = 0; s < steps_.size(); ++s) {
    for (Wire& wire : steps_[s].inputs) {
      resolve(wire);
      if (wire.from != Wire::From::node) continue;
      add_once(steps_[s].predecessors, wire.index);
      add_once(steps_[wire.index].successors, s);
    }
  }
  for (const auto& output : graph.outputs) results_.push_back(output.from);
  for (const auto& metric : graph.metrics) {
    const bool runs = metric.from.from != Wire::From::node || step_of[metric.from.index] != none;
    if (runs) results_.push_back(metric.from);
  }
  for (Wire& wire : results_) resolve(wire);
}

std::vector<const host::Value*> Program::inputs_of(const Step& step,
                                                   std::span<const host::Value> slots) const {
  std::vector<const host::Value*> inputs;
  for (const graph::Wire& wire : step.inputs) {
    const bool wired = wire.from != graph::Wire::From::nothing;
    const host::Value* value = wired ? &slots[slot_of(wire)] : nullptr;
    inputs.push_back(value && *value ? value : nullptr);
  }
  return inputs;
}

std::vector<bool> Program::needed_by(size_t results) const {
  std::vector<bool> needed(steps_.size());
  const auto need = [&](const graph::Wire& wire) {
    if (wire.from == graph::Wire::From::node) needed[wire.index] = true;
  };
  for (size_t k = 0; k < results; ++k) need(results_[k]);
  for (size_t s = steps_.size(); s-- > 0;) {
    if (!needed[s]) continue;
    for (const graph::Wire& wire : steps_[s].inputs) need(wire);
  }
  return needed;
}

}  // namespace pipeline::run
