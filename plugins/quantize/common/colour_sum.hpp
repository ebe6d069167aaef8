// SPDX-License-Identifier: Apache-2.0
// Premultiplied sRGB colours as points and sums, for the quantizers that cut that space into boxes.
#pragma once

#include <array>
#include <cstdint>

#include "plugins/quantize/common/space.hpp"
#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

// Premultiplied r, g, b and alpha, 0..255 each.
using Levels = std::array<uint8_t, 4>;
inline Levels levels_of(uint32_t rgba) {
  const Rgba c = unpack(rgba);
  const auto times_alpha = [&](int v) { return static_cast<uint8_t>((v * c.a + 127) / 255); };
  return {times_alpha(c.r), times_alpha(c.g), times_alpha(c.b), c.a};
}

struct ColourSum {
  double weight = 0, x[4] = {};  // x: levels times 255; exact

  void add(const WeightedColour& colour) {
    const Rgba c = unpack(colour.rgba);
    const auto n = static_cast<double>(colour.weight);
    weight += n;
    x[0] += n * (c.r * c.a), x[1] += n * (c.g * c.a), x[2] += n * (c.b * c.a),
        x[3] += n * 255 * c.a;
  }
  // The mean colour, straight alpha; for a weight above 0.
  Rgba mean() const {
    double place[4];
    for (int d = 0; d < 4; ++d) place[d] = x[d] / weight * unit / 65025;
    return colour_at(Space::srgb, place);
  }
};

}  // namespace pipeline::quantize
