// SPDX-License-Identifier: Apache-2.0
// Pale strokes that look like a part of darker ones: pencil beside ink.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// A long patch on one ground that goes no more than half of the way, or a little more, from that
// ground's colour to its own label's, nowhere, is of a colour of its own: gives such patches the
// labels of new colours, each `apart` or more from the palette's, up to `most` in all. picture: a
// smoothed one.
void part_faint_strokes(const PackedPicture& picture, float apart, size_t most,
                        std::vector<uint8_t>& labels, std::vector<uint32_t>& palette);

}  // namespace pipeline::quantize
