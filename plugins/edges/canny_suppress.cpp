// SPDX-License-Identifier: Apache-2.0
#include "canny_suppress.hpp"

#include <cstdlib>
#include <cstring>

namespace pipeline::edge {

namespace {

// tan 22.5 degrees in 15-bit fixed point; tan 67.5 is 2 more.
constexpr int fixed_bits = 15;
constexpr int tan22 = 13573;

// Whether the pixel, of magnitude m = here[0], is a ridge across its gradient.
bool is_ridge(int dx, int dy, const int32_t* above, const int32_t* here, const int32_t* below) {
  const int m = here[0];
  const int x = std::abs(dx);
  const int y = std::abs(dy) << fixed_bits;
  const int flat = x * tan22;
  if (y < flat) return m > here[-1] && m >= here[1];
  const int steep = flat + (x << (fixed_bits + 1));
  if (y > steep) return m > above[0] && m >= below[0];
  const int side = (dx ^ dy) < 0 ? -1 : 1;
  return m > above[-side] && m > below[side];
}

void suppress_row(const GradientRow& above, const GradientRow& here, const GradientRow& below,
                  const Levels& levels, int64_t y, const Grey8& edges,
                  std::vector<Position>& found) {
  uint8_t* out = edges.row(y);
  const int width = edges.width();
  const int32_t* m = here.magnitude();
  std::memset(out, none, static_cast<size_t>(width));
  for (int x = 0; x < width; ++x) {
    if (m[x] <= levels.low) continue;
    if (!is_ridge(here.dx()[x], here.dy()[x], above.magnitude() + x, m + x,
                  below.magnitude() + x)) {
      continue;
    }
    out[x] = weak;
    if (m[x] <= levels.high) continue;
    out[x] = strong;
    found.push_back({x, static_cast<int32_t>(y)});
  }
}

}  // namespace

void suppress(const Plane& grey, const Levels& levels, int64_t y0, int64_t y1,
              const GreyF& strength, const Grey8& edges, std::vector<Position>& found) {
  GradientRow rows[3]{GradientRow(grey.width()), GradientRow(grey.width()),
                      GradientRow(grey.width())};
  GradientRow *above = &rows[0], *here = &rows[1], *below = &rows[2];
  above->compute(grey, y0 - 1, levels.norm);
  here->compute(grey, y0, levels.norm);
  for (int64_t y = y0; y < y1; ++y) {
    below->compute(grey, y + 1, levels.norm);
    here->strength(strength.row(y));
    suppress_row(*above, *here, *below, levels, y, edges, found);
    GradientRow* const oldest = above;
    above = here, here = below, below = oldest;
  }
}

}  // namespace pipeline::edge
