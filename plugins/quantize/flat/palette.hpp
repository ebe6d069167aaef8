// SPDX-License-Identifier: Apache-2.0
// The colours that a picture of flat areas is painted with.
#pragma once

#include <pipeline/basic_call.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipeline::quantize {

inline constexpr int most_flat_colours = 64;

// A picture as packed premultiplied pixels (red lowest, alpha highest), rows without gaps.
struct PackedPicture {
  int width, height;
  std::vector<uint32_t> pixels;

  const uint32_t* row(int64_t y) const { return pixels.data() + y * width; }
};

PackedPicture pack_picture(const BasicCall& call, const Image<const uint8_t>& image);

// A packed colour as four numbers 0..255.
using Channels4 = std::array<float, 4>;
inline Channels4 channels_of(uint32_t packed) {
  return {static_cast<float>(packed & 255), static_cast<float>(packed >> 8 & 255),
          static_cast<float>(packed >> 16 & 255), static_cast<float>(packed >> 24)};
}
inline float square_distance(const Channels4& a, const Channels4& b) {
  float sum = 0;
  for (size_t k = 0; k < 4; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

// A colour beside the segment from a to b: products of the ways from a to it and from a to b.
struct Projection {
  float along = 0, length = 0, square = 0;

  Projection(const Channels4& colour, const Channels4& a, const Channels4& b) {
    for (size_t k = 0; k < 4; ++k) {
      const float u = b[k] - a[k], d = colour[k] - a[k];
      along += u * d, length += u * u, square += d * d;
    }
  }
  bool is_beside() const { return along >= 0 && along <= length; }
  // Squared distance from the line through a and b, which differ.
  float off_square() const { return std::max(0.0F, square - along * along / length); }
};

// Squared distance to the nearest colour of a palette; very large where that is empty.
inline float nearest_square(const Channels4& colour, const std::vector<uint32_t>& palette) {
  float least = 1e9F;
  for (const uint32_t other : palette) {
    least = std::min(least, square_distance(colour, channels_of(other)));
  }
  return least;
}

// Whether a palette colour is nearer than `distance`.
inline bool is_near(const Channels4& colour, const std::vector<uint32_t>& palette, float distance) {
  return nearest_square(colour, palette) < distance * distance;
}

// By pixel 1 where it is flat: each channel within `steps` of all four neighbours. Only every so
// many-th row is looked at, the others are left 0.
std::vector<uint8_t> find_flat(const BasicCall& call, const PackedPicture& picture, int steps,
                               int every);

// All colours of a picture, packed, in the order of their first pixels; nothing when there are more
// than `most`.
std::vector<uint32_t> all_colours(const PackedPicture& picture, size_t most);

// The same of a picture without blends: nothing when one colour lies between two others, too.
std::vector<uint32_t> crisp_palette(const PackedPicture& picture, size_t most);

// The commonest colours of flat pixels, each seen at least six times and `apart` or more from those
// chosen before it, and no blend of two of these unless it fills areas; at most most_flat_colours,
// packed. Empty when no pixel is flat.
std::vector<uint32_t> flat_palette(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                                   float apart);

// Whether nearly all flat pixels (of some rows, multiples of `every`) are as near as `near` to a
// colour of the palette: not so where colours change smoothly.
bool palette_fits(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                  const std::vector<uint32_t>& palette, float near, int every);

// What a drawing of thin strokes is drawn with has no flat pixels: of colours that the palette does
// not explain, the one that would explain most, if there is any.
std::optional<uint32_t> missing_colour(const std::vector<uint32_t>& colours,
                                       const std::vector<uint32_t>& palette);

}  // namespace pipeline::quantize
