// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/subpixel.hpp"

#include <algorithm>

namespace trace {

SubPixel::SubPixel(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                   const pipeline::Labels& labels)
    : image_(image), map_(map) {
  for (uint32_t i = 0; i < labels.count(); ++i) {
    const auto c = labels.palette(i);
    palette_.push_back({c.r * c.a, c.g * c.a, c.b * c.a, c.a});
  }
}

SubPixel::Colour4 SubPixel::pixel(int x, int y) const {
  constexpr float full = 1.0F / 255;
  const uint8_t* p = image_.pixel(x, y);
  const float a = image_.channels() == 4 ? static_cast<float>(p[3]) * full : 1;
  const float scale = a * full;
  return {static_cast<float>(p[0]) * scale, static_cast<float>(p[1]) * scale,
          static_cast<float>(p[2]) * scale, a};
}

double SubPixel::shift(int x0, int y0, int x1, int y1) const {
  const uint32_t r0 = map_.at(x0, y0), r1 = map_.at(x1, y1);
  if (r0 == outside || r1 == outside) return 0;
  const Colour4 &from = palette_[map_.regions[r0].label], &to = palette_[map_.regions[r1].label];
  const Colour4 p0 = pixel(x0, y0), p1 = pixel(x1, y1);
  double square = 0, t0 = 0, t1 = 0;
  for (size_t k = 0; k < 4; ++k) {
    const double d = to[k] - from[k];
    square += d * d;
    t0 += d * (p0[k] - from[k]);
    t1 += d * (p1[k] - from[k]);
  }
  t0 = std::clamp(t0, 0.0, square), t1 = std::clamp(t1, 0.0, square);
  const double half = square / 2;
  if (!(t0 <= half && half <= t1 && t0 < t1)) return 0;
  return (half - t0) / (t1 - t0) - 0.5;
}

Point SubPixel::shift(Vertex a, Vertex b) const {
  if (a.y == b.y) {
    const int x = std::min(a.x, b.x);
    return {0, shift(x, a.y - 1, x, a.y)};
  }
  const int y = std::min(a.y, b.y);
  return {shift(a.x - 1, y, a.x, y), 0};
}

}  // namespace trace
