// SPDX-License-Identifier: Apache-2.0
#include "trace_picture.hpp"

#include <algorithm>

namespace trace {

namespace {

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

}  // namespace

Picture::Picture(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                 const pipeline::Labels& labels)
    : image_(image), map_(map), palette_(colours_of(labels)) {}

Colour4 Picture::pixel(int x, int y) const { return pixel_of(image_, x, y); }

Picture::Blend Picture::blend(int x, int y, uint32_t in, uint32_t out) const {
  const Colour4 &a = colour(in), &b = colour(out), c = pixel(x, y);
  const Colour4 across = a - b, from = c - b;
  const float length = dot(across, across);
  if (length <= 0) return {0.5F, 0};
  const float along = dot(from, across);
  return {along / length, std::max(0.0F, dot(from, from) - along * along / length)};
}

bool has_flat_areas(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels) {
  // A look at some rows is enough to tell a photograph from a drawing.
  constexpr int most_rows = 128;
  constexpr float near_square = 12 * 12;
  constexpr int64_t of_hundred = 70;
  const std::vector<Colour4> palette = colours_of(labels);
  const int step = std::max(1, image.height() / most_rows);
  int64_t looked = 0, near = 0;
  for (int y = 0; y < image.height(); y += step) {
    for (int x = 0; x < image.width(); ++x) {
      const uint32_t label = labels.at(x, y);
      if (label >= palette.size()) continue;
      const Colour4 d = pixel_of(image, x, y) - palette[label];
      near += dot(d, d) <= near_square;
    }
    looked += image.width();
  }
  return 100 * near >= of_hundred * looked;
}

}  // namespace trace
