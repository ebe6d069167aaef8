// SPDX-License-Identifier: Apache-2.0
// One image through several variants, step after step; what they have in common runs once.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "framework/cache/results.hpp"
#include "framework/cache/step_keys.hpp"
#include "framework/run/program.hpp"

namespace pipeline::compare {

// A graph that takes part, ready to run.
struct Variant {
  std::string name;
  graph::Graph graph;
  run::Program program;
  cache::StepKeys keys;
};

// What one variant made of one image.
struct Evaluated {
  std::vector<host::Value> slots;  // as Program's
  std::vector<double> metrics;     // as Graph::metrics
  size_t output_bytes = 0;
  cache::Key outputs;     // equal for equal outputs
  size_t peak_bytes = 0;  // of host memory that the largest call of `watched` steps took
};

// [one thread at a time, inside the arena that stages are to use]
class Evaluation {
 public:
  // inputs: those of the graph, loaded, and their keys. kept: what earlier runs have made; may be
  // null. Both outlive this.
  Evaluation(std::vector<host::Value> inputs, std::vector<cache::Key> keys, cache::Results* kept,
             const host::Environment& environment);

  // Runs what has not run yet. Of a failure, the first step's.
  std::variant<Evaluated, run::Failure> run(const Variant& variant,
                                            const std::vector<uint32_t>& watched);

 private:
  std::variant<cache::Made, run::Failure> make(const run::Program& program, uint32_t step,
                                               const std::vector<host::Value>& slots) const;

  std::vector<host::Value> inputs_;
  std::vector<cache::Key> input_keys_;
  const host::Environment& environment_;
  cache::InMemory made_;
};

}  // namespace pipeline::compare
