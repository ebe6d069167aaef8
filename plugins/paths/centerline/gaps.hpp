// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/paths/centerline/strokes.hpp"

namespace centerline {

// Near a corner nothing could be measured: where the line turns within a gap between its points,
// puts the corner there that it would get to from either side.
void fill_gaps(Stroke& stroke);

}  // namespace centerline
