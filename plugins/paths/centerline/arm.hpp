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

// Where two arms cross, by Newton's method; nothing where they hardly do.
std::optional<trace::Point> crossing(const Arm& a, const Arm& b);

}  // namespace centerline
