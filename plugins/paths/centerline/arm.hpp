// SPDX-License-Identifier: Apache-2.0
// Where lines would get to that can be measured only some way from where they meet.
#pragma once

#include <optional>
#include <vector>

#include "plugins/paths/common/point.hpp"

namespace centerline {

// A line seen from its end on: at + along * s + left * bend * s * s / 2.
struct Arm {
  trace::Point at, along;
  double bend;

  trace::Point after(double s) const;
  trace::Point towards(double s) const;
};

// From three of the `room` points beyond `near`, which lie on the side `step`, at most `reach` from
// one to the next.
Arm arm_of(const std::vector<trace::Point>& points, int near, int step, int room, int reach);

// The corner of a line of this width near a point: where two arms of it cross, by Newton's method;
// nothing where they hardly do or too far off.
std::optional<trace::Point> corner_of(const Arm& a, const Arm& b, trace::Point near, double width);

// So many points from a corner a line of this width is its own again.
int corner_reach(double width);

}  // namespace centerline
