// SPDX-License-Identifier: Apache-2.0
// From samples to a verdict: quality first, then speed, or a refusal with its reason.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "framework/compare/statistics.hpp"

namespace pipeline::compare {

// What is judged of all variants in the same way.
struct Metric {
  std::string name, unit;
  bool lower_is_better = false;
  std::optional<double> margin;  // none: shown, not judged
  bool has_direction = true;     // whether more is better or worse at all
};

// What was measured of one variant.
struct Column {
  std::string name;
  Times times;                               // of the images that were timed
  std::vector<std::vector<double>> metrics;  // [metric][image]
  bool same_output = false;                  // as the baseline's, for every image
  bool repeats = true;                       // what it makes of an image is the same each time
};

enum class Speed {
  faster,  // by more than `precision`
  slower,
  same,       // within `precision`
  undecided,  // the interval holds more than one of these
  unsteady,   // the baseline, measured twice, differs from itself
  few         // fewer than least_samples
};

// Pairs of times, over rounds and images, without which there is no verdict on speed.
constexpr size_t least_samples = 12;

enum class Quality { same, better, not_worse, worse, undecided };

struct MetricVerdict {
  size_t metric = 0;
  Interval gain;  // positive is better
  Quality quality = Quality::same;
  size_t more_images = 0;  // that would decide it, if undecided
};

struct Verdict {
  Interval ratio;  // the variant's time over the baseline's
  Speed speed = Speed::undecided;
  // That would decide the speed, if undecided; 0: more rounds would, as they do for few images.
  size_t more_images = 0;
  std::vector<MetricVerdict> metrics;  // of those with a margin
  Quality quality = Quality::same;     // the worst of them
};

struct Rule {
  double alpha =
      0.01;  // chance that any of all intervals of a comparison, at any look, does not hold
  // Speeds nearer than this count as the same: where code and data happen to lie in memory moves
  // times by as much (Mytkowicz et al., "Producing Wrong Data Without Doing Anything Obviously
  // Wrong!", 2009).
  double precision = 0.01;
  unsigned look = 1;  // how often has been looked, this time included
  uint64_t seed = 0;
};

// Of each variant, against the baseline. again: the times of the baseline measured a second time,
// as though it were a variant; what it differs from itself, and `precision`, is the least that
// another has to differ. A comparison may be looked at again when there are more rounds: look k
// spends alpha / (k (k + 1)), which is alpha for all looks there ever will be.
std::vector<Verdict> judge(const Column& baseline, const Times& again,
                           const std::vector<Column>& variants, const std::vector<Metric>& metrics,
                           const Rule& rule);

bool speed_is_decided(const std::vector<Verdict>& verdicts);

}  // namespace pipeline::compare
