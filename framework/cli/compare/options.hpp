// SPDX-License-Identifier: Apache-2.0
// The words of `pipeline compare`, read and checked before any file is opened.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/cli/common/cache_options.hpp"
#include "framework/cli/common/image_choice.hpp"
#include "framework/cli/common/options.hpp"
#include "framework/compare/comparison.hpp"
#include "framework/compare/plan.hpp"
#include "framework/graph/graph.hpp"

namespace pipeline::cli {

struct CompareOptions {
  po::variables_map values;         // of the common options, for Session
  std::vector<std::string> graphs;  // several: they are what is compared
  std::vector<compare::Choice> choices;
  graph::Overrides changes;  // --set, and metrics unless --skip-metrics
  std::string baseline;      // "": the first
  std::vector<std::pair<std::string, double>> margins;

  ImageChoice images;
  compare::Setting setting;
  CacheOptions cache;
  std::string json;    // file, "-": standard output; "": not asked for
  std::string csv;     // file; "": not asked for
  std::string report;  // HTML file; "": not asked for
};

// Nothing when --help was asked for and printed. Throws UsageError.
std::optional<CompareOptions> compare_options(const Words& words, Console& console);

// What the first graph keeps of an experiment, where the command line says nothing else. Throws
// UsageError if there is nothing to compare then.
void take_experiment(const graph::Graph& graph, CompareOptions& options);

}  // namespace pipeline::cli
