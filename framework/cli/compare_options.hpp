// SPDX-License-Identifier: Apache-2.0
// The words of `pipeline compare`, read and checked before any file is opened.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/cli/options.hpp"
#include "framework/compare/comparison.hpp"
#include "framework/compare/plan.hpp"

namespace pipeline::cli {

struct CompareOptions {
  po::variables_map values;         // of the common options, for Session
  std::vector<std::string> graphs;  // several: they are what is compared
  std::vector<compare::Choice> choices;
  graph::Overrides changes;  // --set, and metrics unless --skip-metrics
  std::string baseline;      // "": the first
  std::vector<std::pair<std::string, double>> margins;

  std::vector<std::string> images;
  std::string files_from;  // "": none
  std::vector<std::pair<std::string, std::string>> named;

  compare::Setting setting;
  std::string json;  // file, "-": standard output; "": not asked for
};

// Nothing when --help was asked for and printed. Throws UsageError.
std::optional<CompareOptions> compare_options(const Words& words, Console& console);

}  // namespace pipeline::cli
