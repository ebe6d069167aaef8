// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/image.hpp>

#include "plugins/edges/canny/hysteresis.hpp"

namespace pipeline::edge {

// Non-maximum suppression of rows [y0, y1): a pixel stays where its strength is above that one
// pixel before and not below that one pixel after it, across its direction; between pixels strength
// is interpolated. What stays and is above `low` is a candidate, above `high` strong. `direction`:
// numbers of gradient_bank.hpp, width samples a row.
void thin(const Image<const float, 1>& strength, const std::vector<uint8_t>& direction, float low,
          float high, int64_t y0, int64_t y1, EdgeBits& edges);

}  // namespace pipeline::edge
