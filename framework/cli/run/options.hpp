// SPDX-License-Identifier: Apache-2.0
// The words of `pipeline run`, read and checked before any file is opened.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/cli/common/cache_options.hpp"
#include "framework/cli/common/items.hpp"
#include "framework/cli/common/options.hpp"
#include "framework/graph/overrides.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

struct RunOptions {
  po::variables_map values;  // of the common options, for Session
  std::string graph;
  graph::Overrides changes;  // --set, --swap, -o NAME=FILE and --metrics

  // Which images.
  std::vector<std::string> images;                         // as they were named
  std::string files_from;                                  // "": none
  std::vector<std::pair<std::string, std::string>> named;  // --input

  // How to run.
  run::Executor executor = run::Executor::flow;
  unsigned threads = 1;
  unsigned in_flight = 0;  // 0: chosen by the run
  size_t memory = 0;       // bytes
  std::optional<std::chrono::steady_clock::duration> timeout;
  unsigned repeat = 0;  // 0: once, without a first time to warm up
  CacheOptions cache;

  // Where to, and what else to tell.
  OutputChoice output;
  std::string save_all, trace;  // "": not asked for
  bool explain = false, metrics = false, profile = false, json = false;
};

// What `run` shares with `watch`: all but what explains and measures.
po::options_description work_options();
// Throws UsageError.
RunOptions run_options_of(po::variables_map values);

// Nothing when --help was asked for and printed. Throws UsageError.
std::optional<RunOptions> run_options(const Words& words, Console& console);

}  // namespace pipeline::cli
