// SPDX-License-Identifier: Apache-2.0
// Measures variants against each other, the same images for all, and stops when it is decided.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "framework/compare/evaluation.hpp"
#include "framework/compare/verdict.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::compare {

enum class Timing {
  isolated,   // what differs, alone: its inputs made before, all threads for one call
  throughput  // whole graphs, images in parallel, one thread a call
};

struct Setting {
  Timing timing = Timing::isolated;
  unsigned threads = 1;
  std::chrono::duration<double> budget{60};  // for each variant
  size_t memory = 0;                         // bytes that may be kept between calls
  uint64_t seed = 0;
  Rule rule;
  // Stages that are timed though nothing tells them from the baseline's; names in the graph.
  std::vector<std::string> stages;
  // The variants are graphs that were not made of one another: what they do not share is timed, and
  // the first stage whose output differs is looked for.
  bool graphs = false;
};

// The first output of a stage, in the baseline's order, that a variant makes otherwise: of stages
// and ports that have the same names in both, and of those that the variant has under no name.
struct Difference {
  size_t image = 0;
  std::string stage, port, text;  // as host::difference
};

struct Failed {
  size_t image = 0;
  std::string variant;
  run::Failure failure;
};

struct Comparison {
  std::vector<size_t> judged;  // images whose quality is known, in order
  std::vector<size_t> timed;   // of those, images that were timed
  std::vector<Failed> failed;  // left out of both
  size_t left = 0;             // images that the budget, or a stop, left out
  size_t twins = 0;            // images that are another one again: they count once
  size_t beyond_memory = 0;    // images of `judged` whose inputs were too large to be kept to time
  std::vector<Metric> metrics;
  std::vector<std::string> stages;  // that were timed
  Column baseline;
  Times again;  // the baseline, as though it were a variant
  std::vector<Column> variants;
  std::vector<size_t> peak_bytes,
      output_bytes;               // baseline first; of memory the most, of outputs the sum
  std::vector<Verdict> verdicts;  // one for each of `variants`; empty if nothing could be judged
  std::vector<std::optional<Difference>> differences;  // one for each of `variants`
  unsigned rounds = 0, looks = 0;
  bool stopped = false;  // before it was decided, by environment.stop
};

// The first of `variants` is the baseline; `again` is the same once more. All have the same inputs
// and metrics. kept: where results of steps are kept for other runs, so that what is known need not
// be made to be judged (times are always measured); may be null. progress: a line on how far it is.
// Ends early when environment.stop says so. The caller is in no arena.
Comparison compare(const std::vector<Variant>& variants, const Variant& again,
                   const std::vector<run::Item>& items, const Setting& setting,
                   cache::Results* kept, const host::Environment& environment,
                   const std::function<void(std::string)>& progress);

}  // namespace pipeline::compare
