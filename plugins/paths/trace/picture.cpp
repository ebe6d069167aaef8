// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/picture.hpp"

#include <algorithm>
#include <cmath>

namespace trace {

std::vector<Colour4> colours_of(const pipeline::Labels& labels) {
  std::vector<Colour4> colours;
  for (uint32_t i = 0; i < labels.count(); ++i) {
    const auto c = labels.palette(i);
    const float a = 255 * c.a;
    colours.push_back({{c.r * a, c.g * a, c.b * a, a}});
  }
  return colours;
}

Colour4 pixel_of(const pipeline::Image<const uint8_t>& image, int x, int y) {
  const uint8_t* p = image.pixel(x, y);
  const auto r = static_cast<float>(p[0]), g = static_cast<float>(p[1]),
             b = static_cast<float>(p[2]);
  if (image.channels() == 3) return {{r, g, b, 255}};
  const float scale = static_cast<float>(p[3]) / 255;
  return {{r * scale, g * scale, b * scale, static_cast<float>(p[3])}};
}

Picture::Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                 const pipeline::Labels& labels, float noise)
    : image_(image), map_(map), palette_(colours_of(labels)), noise_(noise) {}

Colour4 Picture::pixel(int x, int y) const { return pixel_of(image_, x, y); }

Picture::Blend Picture::blend(int x, int y, uint32_t in, uint32_t out) const {
  const Colour4 &a = colour(in), &b = colour(out), c = pixel(x, y);
  const Colour4 across = a - b, from = c - b;
  const float length = dot(across, across);
  if (length <= 0) return {0.5F, 0};
  const float along = dot(from, across);
  return {along / length, std::max(0.0F, dot(from, from) - along * along / length)};
}

float Picture::cover_noise(uint32_t in, uint32_t out) const {
  const Colour4 across = colour(in) - colour(out);
  const float square = dot(across, across);
  return square > 0 ? 2 * noise_ / std::sqrt(square) : 0;
}

}  // namespace trace
