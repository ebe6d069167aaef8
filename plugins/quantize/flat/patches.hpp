// SPDX-License-Identifier: Apache-2.0
// Patches of a worn picture's label map that its noise explains.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// Four-connected patches in which no square of 4 x 4 pixels fits, and whose pixels are on average
// not farther than `tolerance` from the colours around the patch and their blends, are divided
// among the labels of these; a small patch may be somewhat farther.
void absorb_patches(const PackedPicture& picture, const std::vector<uint32_t>& palette,
                    float tolerance, std::vector<uint8_t>& labels);

}  // namespace pipeline::quantize
