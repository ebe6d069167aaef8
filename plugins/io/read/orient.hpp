// SPDX-License-Identifier: Apache-2.0
// The eight orientations of EXIF and TIFF (tag 0x0112).
#pragma once

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

// 5..8 exchange width and height.
inline bool is_transposed(int orientation) { return orientation >= 5; }

// Fills `to`, of the upright size, from `from` as stored. pixel: bytes of one. [call]
void orient(const Raster& from, int64_t from_width, int64_t from_height, int orientation,
            size_t pixel, const Raster& to, const BasicCall& call);

}  // namespace pipeline::io
