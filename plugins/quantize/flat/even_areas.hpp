// SPDX-License-Identifier: Apache-2.0
// Areas in which colours change evenly from pixel to pixel, or not at all.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

struct EvenArea {
  std::vector<uint32_t> pixels;  // by number
  double thickness = 0;          // of a long one, in pixels: twice its area over its outline
  int range = 0;                 // from the least to the most in the channel where that is largest
};

// Four-connected, and so wide somewhere that they are no blurred edge; those with most pixels
// first. All pixels of an area lie `within` (a mask), and so do both its neighbours `reach` pixels
// away that are to be in line with it, or these are not looked at.
std::vector<EvenArea> find_even_areas(const BasicCall& call, const PackedPicture& picture,
                                      const std::vector<uint8_t>& within, int reach);

// A look at some rows: whether some of the picture changes, and much of it evenly.
bool changes_evenly(const PackedPicture& picture);

}  // namespace pipeline::quantize
