// SPDX-License-Identifier: Apache-2.0
// Medians, and intervals by the bootstrap (Efron, "Bootstrap Methods: Another Look at the
// Jackknife", 1979; percentile intervals). The same numbers and seed give the same interval on
// every machine.
//
// What is drawn anew lies between the least and the most that was seen, so of few images nothing
// can be said of others like them: below least_images an interval is about these images alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipeline::compare {

constexpr size_t least_images = 12;

// The middle value, or the mean of the two in the middle; 0 of none.
double median(std::vector<double> values);

// 0 of none.
double mean(const std::vector<double>& values);

struct Interval {
  double low = 0, estimate = 0, high = 0;
};

// Seconds, [image][round]; a round of two tables that are compared is measured at the same time.
using Times = std::vector<std::vector<double>>;

// The natural logarithm of how many times as long `test` takes as `reference`: the median over
// images of the median over rounds of the paired ratios. Holds with probability 1 - alpha for other
// rounds and, from least_images on, for other images like these: images are drawn anew, and rounds
// within each. Both tables have the same shape, at least one image, and at least one round in each.
Interval log_ratio(const Times& reference, const Times& test, double alpha, uint64_t seed);

// The mean of paired differences, one an image: exact for these images, and from least_images on
// the wider of the bootstrap's interval and Student's t. At least one.
Interval mean_difference(const std::vector<double>& differences, double alpha, uint64_t seed);

}  // namespace pipeline::compare
