// SPDX-License-Identifier: Apache-2.0
// The colours of small print and thin lines.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// Adds the colours of strokes that have no flat pixels, until the palette holds `most`. Seen from
// the ground, a stroke has the colour of those of its pixels that are farthest off; from that down
// all are blends, but for what many strokes reach and do not go beyond.
void add_thin_colours(const BasicCall& call, const PackedPicture& picture,
                      const std::vector<uint8_t>& flat, size_t most,
                      std::vector<uint32_t>& palette);

}  // namespace pipeline::quantize
