// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/picture.hpp"

#include <algorithm>
#include <cmath>

namespace trace {

Picture::Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                 const Fills& fills, float noise, float blur)
    : image_(image), map_(map), fills_(fills), noise_(noise), blur_(blur) {}

Colour4 Picture::pixel(int x, int y) const { return pixel_of(image_, x, y); }

Picture::Blend Picture::blend(int x, int y, uint32_t in, uint32_t out) const {
  const Colour4 a = colour(in, x, y), b = colour(out, x, y), c = pixel(x, y);
  const Colour4 across = a - b, from = c - b;
  const float length = dot(across, across);
  if (length <= 0) return {0.5F, 0};
  const float along = dot(from, across);
  return {along / length, std::max(0.0F, dot(from, from) - along * along / length)};
}

float Picture::cover_noise(int x, int y, uint32_t in, uint32_t out) const {
  const Colour4 across = colour(in, x, y) - colour(out, x, y);
  const float square = dot(across, across);
  return square > 0 ? 2 * noise_ / std::sqrt(square) : 0;
}

}  // namespace trace
