// SPDX-License-Identifier: Apache-2.0
// The spaces in which this family measures how far colours are apart. In each, an opaque colour has
// three whole coordinates in which white lies about `unit` from black; where there is alpha, they
// are premultiplied, and alpha itself is a fourth that weighs as much as lightness. A distance is
// then about the larger of those seen over black and over white, and all fully transparent colours
// are one colour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/quantize/common/rgba.hpp"
#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

enum class Space {
  srgb,    // the encoded values
  linear,  // light: IEC 61966-2-1's curve undone
  oklab    // B. Ottosson, A perceptual color space for image processing, 2020
};

inline constexpr int32_t unit = 64 * 255;  // sRGB: 64 a step

// Coordinates of `count` colours (pack() of rgba.hpp) as if opaque; x: three columns.
using OpaquePlaces = void(Space space, const uint32_t* colours, size_t count, int32_t* const* x);
std::span<const Variant<OpaquePlaces>> opaque_places_variants();
inline void opaque_places(Space space, const uint32_t* colours, size_t count, int32_t* const* x) {
  opaque_places_variants().back().run(space, colours, count, x);
}

// 255 times the coordinates, alpha premultiplied: whole numbers below 2^23.
struct Premultiplied {
  int32_t x[4];
};
Premultiplied premultiplied(Space space, Rgba colour);

// The colour of 8 bits nearest to these premultiplied coordinates (not times 255), channel by
// channel; x[3], alpha's, is above 0.
Rgba colour_at(Space space, const double (&x)[4]);

}  // namespace pipeline::quantize
