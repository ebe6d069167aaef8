// SPDX-License-Identifier: Apache-2.0
// Where chains meet, better than at a corner of a pixel.
#pragma once

#include <vector>

#include "plugins/paths/common/point.hpp"
#include "plugins/paths/trace/chains.hpp"
#include "plugins/paths/trace/chains/subpixel.hpp"

namespace trace {

// If two of the chains that meet at the end of `half` go straight on into one another, the junction
// lies on the line between them: moves it there, by at most half a pixel each way, and stores that
// in `ends` for all halves that end there. Junctions on the canvas edge stay. Works on one half of
// each junction and does nothing for the others, so that halves can be done in any order and at
// once.
void place_junction(const ChainSet& set, uint32_t half, const SubPixel* subpixel,
                    std::vector<Point>& ends);

}  // namespace trace
