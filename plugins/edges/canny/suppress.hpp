// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/image.hpp>

#include "plugins/edges/canny/gradient.hpp"
#include "plugins/edges/canny/hysteresis.hpp"

namespace pipeline::edge {

// A magnitude (in the norm's own scale, squared for l2) counts when it is above the level.
struct Levels {
  Norm norm;
  int low, high;
};

// Gradients and non-maximum suppression of rows [y0, y1): writes `strength` and sets the rows of
// `edges`. Source: J. Canny, A Computational Approach to Edge Detection, IEEE PAMI 8(6), 1986, with
// the direction test and tie rules of OpenCV 4: sectors are split at tan 22.5 degrees in 15-bit
// fixed point; of two equal neighbours along the gradient the later one is kept, on diagonals
// neither.
void suppress(const Plane& grey, const Levels& levels, int64_t y0, int64_t y1,
              const GreyF& strength, EdgeBits& edges);

}  // namespace pipeline::edge
