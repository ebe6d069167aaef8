// SPDX-License-Identifier: Apache-2.0
// A stroke's points as lines and curves with corners.
#pragma once

#include <vector>

#include "plugins/paths/centerline/strokes.hpp"
#include "plugins/paths/trace/chains/fit.hpp"

namespace centerline {

// Appends the segments and returns where they start. tolerance: pixels, between fit and points.
trace::Point fit_stroke(const Stroke& stroke, double tolerance,
                        std::vector<trace::Segment>& segments);

}  // namespace centerline
