// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/quantize/kmeans/fit.hpp"
#include "plugins/quantize/kmeans/points.hpp"

namespace pipeline::quantize {

// How many colours are enough: the fewest, by bisection, with which one attempt on these points has
// a root mean squared distance of at most settings.error; settings.colors where none has. The
// transparent colour counts.
int fewest_colours(const BasicCall& call, const Points& points, FitSettings settings);

}  // namespace pipeline::quantize
