// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/image.hpp>

#include <cstdint>

namespace pipeline::edge {

// Row y of an 8-bit image of 1, 3 or 4 channels as grey, `width` samples: Rec. 601 luma of the
// encoded values, (9798 R + 19235 G + 3735 B + 2^14) >> 15, the integers that OpenCV's cvtColor
// uses. A fourth channel is straight alpha; such pixels are seen over white, so that colours hidden
// under full transparency make no edges.
void grey_row(const Image<const uint8_t>& image, int64_t y, uint8_t* out);

}  // namespace pipeline::edge
