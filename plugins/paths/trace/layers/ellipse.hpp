// SPDX-License-Identifier: Apache-2.0
// Circles and upright ellipses.
#pragma once

#include <optional>
#include <span>

#include "plugins/paths/common/point.hpp"

namespace trace {

struct Ellipse {
  Point centre, radii;
};

// The circle, else the upright ellipse, on which all the points lie within the noise of a
// measurement; nothing when there is none or the points are too few.
std::optional<Ellipse> find_ellipse(std::span<const Point> points, double largest_radius);

}  // namespace trace
