// SPDX-License-Identifier: Apache-2.0
// Thinning: a mask to lines one pixel wide that are connected as the mask was.
#pragma once

#include "plugins/paths/centerline/mask.hpp"
#include "plugins/paths/common/pace.hpp"

namespace centerline {

// After T. Y. Zhang and C. Y. Suen, "A Fast Parallel Algorithm for Thinning Digital Patterns", CACM
// 27 (1984); then the inner corners of staircases go, so that a pixel of a line has two neighbours.
void thin(Mask& mask, trace::Pace& pace);

}  // namespace centerline
