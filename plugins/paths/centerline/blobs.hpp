// SPDX-License-Identifier: Apache-2.0
// What hangs on lines and is none: arrowheads, dots where lines meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/paths/centerline/strokes.hpp"

namespace centerline {

// The pixels of a part that its strokes leave bare: where it is clearly wider than the widest of
// them, and what is beside that and not covered. part, distance: by index of the mask.
std::vector<size_t> blobs(const std::vector<size_t>& part, const std::vector<uint32_t>& distance,
                          const std::vector<Stroke>& strokes, const Mask& mask, trace::Pace& pace);

}  // namespace centerline
