// SPDX-License-Identifier: Apache-2.0
// What each step of a graph depends on, in words: what its key is made of, and what a person is
// told of a change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/host/registry.hpp"

namespace pipeline::cache {

struct Fact {
  std::string name, value;
  bool operator==(const Fact&) const = default;
};

struct StepFacts {
  std::string name;   // in the graph
  std::string stage;  // its id
  bool pure = false;
  // What its code is, as keys of files; the names say what has changed: "quantize.so", "a library
  // that quantize.so links".
  std::vector<Fact> code;
  // Exact: equal texts, equal values. A file's is the hash of its bytes, after `file_value`.
  std::vector<Fact> parameters;
  std::vector<Fact> inputs;  // by port: "quantize.image", "image" of the graph's input, "": nothing

  bool operator==(const StepFacts&) const = default;
};

inline constexpr std::string_view file_value = "file ";

// The steps that are needed, in order. Code is the bytes of the library's file, and path, size and
// time of each library it links; for a stage that a catalog found also names, sizes and times of
// all files in the model folders. Throws std::runtime_error if a file cannot be read.
std::vector<StepFacts> facts_of(const graph::Graph& graph, const host::Registry& registry);

}  // namespace pipeline::cache
