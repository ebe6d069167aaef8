// SPDX-License-Identifier: Apache-2.0
// Branches of a skeleton as strokes: spurs go, and what goes straight on through a node is one
// stroke.
#pragma once

#include <vector>

#include "plugins/paths/centerline/measure.hpp"
#include "plugins/paths/centerline/skeleton.hpp"

namespace centerline {

// The middle of a line, point after point.
struct Stroke {
  std::vector<trace::Point> points;
  std::vector<size_t> corners;  // of points: where two lines are known to meet
  double width = 0;             // pixels
  double spread = 0;            // of the width along it: its tenth percentile to its ninetieth
  bool closed = false;
  Pixel pixel;  // one that it runs through
  double length() const;
};

// distance: by index of the mask, squared, to the line's edge. limit: pixels, no line is wider.
std::vector<Stroke> strokes_of(const Skeleton& skeleton, const Mask& mask,
                               const std::vector<uint32_t>& distance, const Measure& measure,
                               int limit, trace::Pace& pace);

}  // namespace centerline
