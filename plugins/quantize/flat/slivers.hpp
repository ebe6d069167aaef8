// SPDX-License-Identifier: Apache-2.0
// Small and thin patches of a label map that are no areas of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/gradients.hpp"

namespace pipeline::quantize {

// Patches without a flat pixel: those of fewer than 7 pixels take the commonest label around them;
// larger ones whose pixels are mostly blends of their two main neighbours are divided among these.
void remove_slivers(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                    const LocalColours& colours, std::vector<uint8_t>& labels);

}  // namespace pipeline::quantize
