// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kmeans_fit.hpp"
#include "kmeans_points.hpp"

namespace pipeline::quantize {

// How many colours are enough: the fewest, by bisection, with which one attempt on these points has
// a root mean squared distance of at most settings.error; settings.colors where none has. The
// transparent colour counts.
int fewest_colours(const BasicCall& call, const Points& points, FitSettings settings);

}  // namespace pipeline::quantize
