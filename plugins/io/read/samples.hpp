// SPDX-License-Identifier: Apache-2.0
// One row at a time from what a file has to what io.read promises, where no ICC profile is
// involved.
#pragma once

#include "plugins/io/read/decoder.hpp"

namespace pipeline::io {

// Samples / alpha, rounded and clamped; 0 where alpha is 0. In place.
void unpremultiply(const Header& header, void* row);

// CMYK without a profile: R = (1 - C)(1 - K) and so on, rounded; alpha kept. In place, the row
// shrinks. U8 and U16.
void cmyk_to_rgb(const Header& header, void* row);

// Grey or RGB of any sample type to U8 RGB, rounded to nearest; floats are clamped and NaN is 0.
void to_rgb8(const Header& header, const void* from, uint8_t* to);

}  // namespace pipeline::io
