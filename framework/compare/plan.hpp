// SPDX-License-Identifier: Apache-2.0
// Which variants of a graph a comparison is of, from what was asked for.
#pragma once

#include <string>
#include <vector>

#include "framework/graph/overrides.hpp"

namespace pipeline::compare {

// One thing that varies: --swap quantize=quantize.kmeans,opencv.kmeans or --sweep
// quantize.colors=8:32:8.
struct Choice {
  enum class Kind { swap, sweep };
  Kind kind = Kind::swap;
  std::string key;                      // stage, or parameter as --set takes it
  std::vector<std::string> values;      // at least one
  std::vector<graph::Mark> marks = {};  // where each stands; none: on the command line
  std::filesystem::path folder = {};    // that files in ids of stages are relative to
};

// Throw std::invalid_argument with what is wrong and what was expected.
Choice parse_swap(const std::string& word);
Choice parse_sweep(const std::string& word);

// The same from its parts; ranges among the values of a sweep are expanded. marks: of the values,
// or none. Throws as well.
Choice make_choice(Choice::Kind kind, const std::string& key,
                   const std::vector<std::string>& values,
                   const std::vector<graph::Mark>& marks = {});

// What a stage is called beside others: "kmeans@old/quantize.so" of
// "quantize.kmeans@old/quantize.so".
std::string short_name(const std::string& id);

struct Plan {
  std::string name;  // "median_cut", "kmeans#2", "kmeans colors=8"
  graph::Overrides changes;
};

// Every combination of the choices, the first values first; each on top of `common`. At least one
// choice. Of no two plans the name is the same. Throws std::invalid_argument where there are more
// than 256, and where one thing is chosen twice, or chosen and set in `common`.
std::vector<Plan> make_plans(const std::vector<Choice>& choices, const graph::Overrides& common);

}  // namespace pipeline::compare
