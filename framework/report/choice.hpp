// SPDX-License-Identifier: Apache-2.0
// Which images of a comparison are worth a look.
#pragma once

#include <string>
#include <vector>

#include "framework/compare/comparison.hpp"

namespace pipeline::report {

enum class Place { worst, median, best };

struct Chosen {
  size_t judged = 0;  // into Comparison::judged
  Place place = Place::worst;
  double gain = 0;  // of all variants against the baseline, the mean; positive is better
};

struct Choice {
  std::string by;  // a metric's name, "time", or "": nothing tells the images apart
  std::vector<Chosen> images;
};

// Of the images where the variants gain least, most and in the middle so many each, every image
// once: the worst, the best, the median, then the next of each. The gain is that of the first
// metric with a margin, in its unit; where it tells no two images apart, the factor by which the
// variants are faster, as its natural logarithm.
Choice choose(const compare::Comparison& comparison, size_t each);

}  // namespace pipeline::report
