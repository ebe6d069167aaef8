// SPDX-License-Identifier: Apache-2.0
// Labels for a picture of flat areas whose edges are blends of the two colours beside them.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/gradients.hpp"
#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

inline constexpr float usual_unexplained = 24;

// Pixels that are neither a palette colour nor a blend of two.
struct Unexplained {
  std::vector<size_t> places;
  size_t line_pixels = 0;  // that are in the middle of a thin line

  void add(const Unexplained& other) {
    places.insert(places.end(), other.places.begin(), other.places.end());
    line_pixels += other.line_pixels;
  }
};

struct FlatLabels {
  std::vector<uint8_t> labels;  // by pixel; none when the picture was given up
  Unexplained unexplained;
};

// A flat pixel takes the nearest palette colour (and is flat no more where none is near). One in
// the middle of a thin line takes the colour of which it shows a part, on the ground beside it, and
// counts as flat. Another pixel takes, of the colours of flat pixels around it, that one or the
// nearer end of those two whose segment passes nearest to it. A picture is given up, without
// labels, when some of its rows show that more than a seventh of it remains unexplained: farther
// than `unexplained` from all such colours and segments.
// The pixels of gradients have these as labels, the first of the palette.
FlatLabels label_flat(const BasicCall& call, const PackedPicture& picture,
                      const GradientAreas& areas, std::vector<uint8_t>& flat,
                      const std::vector<uint32_t>& palette, float apart, float unexplained);

}  // namespace pipeline::quantize
