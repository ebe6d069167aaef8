// SPDX-License-Identifier: Apache-2.0
// The direction or the centre of a gradient.
#pragma once

#include <cmath>

namespace gradient {

// Where a point lies on a gradient, in pixels: along a direction, or away from a centre.
struct Axis {
  bool radial = false;
  double x = 0, y = 0;    // radial: the centre; linear: a point at place 0
  double dx = 1, dy = 0;  // linear: the unit direction

  double place(double px, double py) const {
    const double a = px - x, b = py - y;
    return radial ? std::sqrt(a * a + b * b) : a * dx + b * dy;
  }
};

}  // namespace gradient
