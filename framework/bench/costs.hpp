// SPDX-License-Identifier: Apache-2.0
// What each stage of one graph costs, alone and while images run in parallel.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "framework/cache/key.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::bench {

struct StageCost {
  std::string name, uses;
  std::vector<double> seconds;  // of each call
  std::vector<double> speed;    // megapixels a second, of the calls that tell pixels
  // Of the call that had the most of each; bytes are those of the values' buffers, memory is what
  // the call asked the host for or, if that is more, by how much the process grew. Not of calls in
  // parallel.
  size_t bytes_in = 0, bytes_out = 0, allocations = 0, memory = 0;
};

struct Costs {
  std::vector<StageCost> stages;  // that outputs need, in running order
  double images_per_second = 0;
};

struct Setting {
  unsigned threads = 1;
  std::chrono::duration<double> budget{10};  // for each of the two
};

struct Result {
  std::vector<size_t> images;                // that were measured; into the items
  std::vector<cache::Key> keys;              // of those images' bytes
  Costs isolated;                            // stage after stage, each call with all threads
  Costs throughput;                          // images in parallel, a thread a call
  std::vector<size_t> output_bytes;          // by output, of all images
  std::vector<std::vector<double>> metrics;  // [metric][image]
  std::vector<std::pair<size_t, run::Failure>> failed;
};

// progress: a line on how far it is. Ends early when environment.stop says so. The caller is in no
// arena.
Result measure(const graph::Graph& graph, const run::Program& program,
               const std::vector<run::Item>& items, const Setting& setting,
               const host::Environment& environment,
               const std::function<void(std::string)>& progress);

}  // namespace pipeline::bench
