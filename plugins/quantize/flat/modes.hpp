// SPDX-License-Identifier: Apache-2.0
// The colours that a worn picture of flat areas was painted with.
#pragma once

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// The colours of flat pixels of a smoothed picture, `apart` or more from one another: modes of
// their distribution (mean shift; D. Comaniciu, P. Meer, PAMI 2002), commonest first, that
// somewhere fill a square of 5 x 5 pixels; what does not is the mark of an edge. But of nearly flat
// pixels those that fill 3 x 3 are colours, too, where they are `strange` or more from the others
// and from all blends of two.
std::vector<uint32_t> flat_modes(const PackedPicture& smoothed, const std::vector<uint8_t>& flat,
                                 const std::vector<uint8_t>& nearly_flat, float apart,
                                 float strange);

// Of the flat pixels, those stay that are nearer than `apart` to their label's colour; none of a
// label that has but a few of these.
void keep_near(const PackedPicture& smoothed, const std::vector<uint8_t>& labels,
               const std::vector<uint32_t>& palette, float apart, std::vector<uint8_t>& flat);

// Sets each colour of the palette to the median, by channel, of the flat pixels labelled with it in
// the picture as it was: noise that is cut off at black or white does not move that.
void settle_colours(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                    const std::vector<uint8_t>& labels, std::vector<uint32_t>& palette);

}  // namespace pipeline::quantize
