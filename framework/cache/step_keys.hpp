// SPDX-License-Identifier: Apache-2.0
// What the result of a step depends on, as one number: equal keys, equal results.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "framework/cache/key.hpp"
#include "framework/cache/step_facts.hpp"
#include "framework/graph/graph.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::cache {

// The steps of one graph. What a stage is counts by its code, what it is told by each value, files
// by their bytes (StepFacts); what steps and graphs are called does not count.
class StepKeys {
 public:
  // Throws std::runtime_error if a file cannot be read.
  StepKeys(const graph::Graph& graph, const host::Registry& registry);

  // Of each step by itself: stage and arguments, without what it takes.
  const std::vector<Key>& own() const { return own_; }
  const std::vector<StepFacts>& facts() const { return facts_; }

  // Of each step's result, by the keys of the graph's inputs; nothing where a stage that is not
  // PURE has a part in it. [any thread]
  std::vector<std::optional<Key>> of(std::span<const Key> inputs) const;

 private:
  std::vector<StepFacts> facts_;
  std::vector<std::vector<graph::Wire>> wires_;  // by step; node indices are step indices
  std::vector<Key> own_;
};

}  // namespace pipeline::cache
