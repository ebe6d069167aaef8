// SPDX-License-Identifier: Apache-2.0
// What hangs on lines and is none: arrowheads, dots where lines meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/paths/centerline/strokes.hpp"

namespace centerline {

// The pixels of a part that its strokes leave bare: where it is clearly wider than the widest of
// them, patches larger than the unevenness of an edge, and what is beside those and not covered.
// part, distance, drawn: by index of the mask; what the strokes cover is marked in `drawn`.
std::vector<size_t> blobs(const std::vector<size_t>& part, const std::vector<uint32_t>& distance,
                          const std::vector<Stroke>& strokes, const Mask& mask,
                          std::vector<char>& drawn, trace::Pace& pace);

}  // namespace centerline
