// SPDX-License-Identifier: Apache-2.0
// Polylines with few vertices.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/common/point.hpp"

namespace trace {

// The indices of the points that Douglas and Peucker (1973) keep: first and last, and so many that
// no point is farther than `tolerance` from the polyline.
std::vector<int> simplify(std::span<const Point> points, double tolerance);

// Squared distance of p from the stretch between a and b.
double distance_square(Point p, Point a, Point b);

}  // namespace trace
