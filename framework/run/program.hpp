// SPDX-License-Identifier: Apache-2.0
// A checked graph made ready to run: the needed stages created, and who waits for whom.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/host/instance.hpp"

namespace pipeline::run {

// What went wrong, with one image or while stages were created.
struct Failure {
  std::string stage;  // name in the graph; empty when it was no stage (a file that cannot be read)
  pipeline_status status = PIPELINE_INTERNAL;
  std::string error;
};

// Immutable after make(); shared by all frames. [any thread]
class Program {
 public:
  struct Step {
    std::string name;
    std::unique_ptr<host::Instance> instance;
    std::vector<graph::Wire> inputs;  // node indices are step indices
    uint32_t first_slot = 0;          // outputs are slots [first_slot, first_slot + output_count)
    uint32_t output_count = 0;
    std::vector<uint32_t> predecessors;  // distinct steps
    std::vector<uint32_t> successors;    // distinct steps
  };

  // Creates the instances of all needed nodes, in order. Each that cannot be created is in
  // `failures`, with the node's name; then there is no program.
  static std::optional<Program> make(const graph::Graph& graph,
                                     const host::Environment& environment,
                                     std::vector<Failure>& failures);

  const std::vector<Step>& steps() const { return steps_; }
  // A slot holds one value: the first are the graph's inputs, the others what its steps put out.
  uint32_t slot_count() const { return static_cast<uint32_t>(slot_uses_.size()); }
  uint32_t input_count() const { return input_count_; }
  // Where the value comes from that a wire brings; not for a wire from nothing.
  uint32_t slot_of(const graph::Wire& wire) const {
    return wire.from == graph::Wire::From::input ? wire.index
                                                 : steps_[wire.index].first_slot + wire.port;
  }
  // What the step takes; null where nothing is wired or nothing came.
  std::vector<const host::Value*> inputs_of(const Step& step,
                                            std::span<const host::Value> slots) const;
  // How often each slot is read, by steps and by results.
  const std::vector<uint32_t>& slot_uses() const { return slot_uses_; }
  // By step: whether one of the first `results` results needs it.
  std::vector<bool> needed_by(size_t results) const;
  // Where outputs and then metrics come from; node indices are step indices.
  const std::vector<graph::Wire>& results() const { return results_; }

 private:
  void wire(const graph::Graph& graph);

  std::vector<Step> steps_;
  std::vector<uint32_t> slot_uses_;
  std::vector<graph::Wire> results_;
  uint32_t input_count_ = 0;
};

}  // namespace pipeline::run
