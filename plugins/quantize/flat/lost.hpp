// SPDX-License-Identifier: Apache-2.0
// The colours of small areas, and of strokes of worn pictures, that the palette lacks.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

struct LostSettings {
  float noise;    // as Wear has it; 0: none
  float strange;  // a lost colour is so far from all of the palette
  bool strokes;   // look for strokes without a square of 3 x 3 pixels, too
};

// Of the places in a picture that the palette does not explain, in reading order, those are looked
// at that are in the middle of 3 x 3 such places of like colours, or of a thin line. Those go out
// that compression leaves beside an edge: their luminance is between that of the colours around
// them, give or take the ringing, and their chrominance, which JPEG stores at half the size,
// between that of two of them; but an area of 5 x 5 pixels is none of these. Of what remains, the
// colour which explains most, seen from the ground that it is on. flat, labels: of the picture, as
// label_flat has them.
std::optional<uint32_t> lost_colour(const PackedPicture& picture,
                                    const std::vector<size_t>& unexplained,
                                    const std::vector<uint8_t>& flat,
                                    const std::vector<uint8_t>& labels,
                                    const std::vector<uint32_t>& palette,
                                    const LostSettings& settings);

}  // namespace pipeline::quantize
