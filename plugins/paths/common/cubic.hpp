// SPDX-License-Identifier: Apache-2.0
// Least-squares cubic Bezier fitting after P. J. Schneider, "An Algorithm for Automatically Fitting
// Digitized Curves", Graphics Gems (1990): chord-length parameters, end tangents fixed, a few
// Newton steps on the parameters, and a cut at the worst point where that is not enough.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/trace/chains/fit.hpp"

namespace trace {

// Appends curves from the first point to the last, no point farther than `tolerance` from them. The
// tangents are unit vectors along the curve at its ends; {0, 0}: estimate it from the points.
void fit_cubics(std::span<const Point> points, Point start_tangent, Point end_tangent,
                double tolerance, std::vector<Segment>& segments);

}  // namespace trace
