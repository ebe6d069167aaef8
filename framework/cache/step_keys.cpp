// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/step_keys.hpp"

namespace pipeline::cache {

namespace {

Key key_of(const StepFacts& facts) {
  Hash hash;
  hash.text(facts.stage);
  for (const Fact& fact : facts.code) hash.text(fact.value);
  for (const Fact& fact : facts.parameters) hash.text(fact.name).text(fact.value);
  return hash.result();
}

}  // namespace

StepKeys::StepKeys(const graph::Graph& graph, const host::Registry& registry)
    : facts_(facts_of(graph, registry)) {
  std::vector<uint32_t> step_of(graph.nodes.size());
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    if (!graph.nodes[n].needed) continue;
    step_of[n] = static_cast<uint32_t>(wires_.size());
    wires_.push_back(graph.nodes[n].inputs);
    for (graph::Wire& wire : wires_.back()) {
      if (wire.from == graph::Wire::From::node) wire.index = step_of[wire.index];
    }
  }
  for (const StepFacts& facts : facts_) own_.push_back(key_of(facts));
}

std::vector<std::optional<Key>> StepKeys::of(std::span<const Key> inputs) const {
  std::vector<std::optional<Key>> keys(wires_.size());
  for (size_t s = 0; s < wires_.size(); ++s) {
    bool known = facts_[s].pure;
    Hash hash;
    hash.key(own_[s]);
    for (const graph::Wire& wire : wires_[s]) {
      hash.number(static_cast<uint32_t>(wire.from)).number(wire.port);
      if (wire.from == graph::Wire::From::input) hash.key(inputs[wire.index]);
      if (wire.from != graph::Wire::From::node) continue;
      known = known && keys[wire.index];
      if (known) hash.key(*keys[wire.index]);
    }
    if (known) keys[s] = hash.result();
  }
  return keys;
}

}  // namespace pipeline::cache
