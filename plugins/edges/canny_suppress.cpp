// SPDX-License-Identifier: Apache-2.0
#include "canny_suppress.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace pipeline::edge {

namespace {

// tan 22.5 degrees in 15-bit fixed point; tan 67.5 is 2 more.
constexpr int fixed_bits = 15;
constexpr int tan22 = 13573;

// Without branches on what a pixel holds, so that the compiler makes vector code of it.
void classify_row(const GradientRow& above_row, const GradientRow& here_row,
                  const GradientRow& below_row, const Levels& levels, int width, uint8_t* out) {
  const int32_t* const above = above_row.magnitude();
  const int32_t* const here = here_row.magnitude();
  const int32_t* const below = below_row.magnitude();
  const int16_t* const dx = here_row.dx();
  const int16_t* const dy = here_row.dy();
  const int low = levels.low, high = levels.high;
  for (int x = 0; x < width; ++x) {
    const int m = here[x];
    const int left = here[x - 1], right = here[x + 1], up = above[x], down = below[x];
    const int up_left = above[x - 1], up_right = above[x + 1];
    const int down_left = below[x - 1], down_right = below[x + 1];
    const int gx = dx[x], gy = dy[x];
    const int along = std::abs(gx) * tan22;
    const int steep = along + (std::abs(gx) << (fixed_bits + 1));
    const int rise = std::abs(gy) << fixed_bits;
    const bool is_flat = rise<along, is_steep = rise> steep, falls = (gx ^ gy) < 0;
    int before = falls ? up_right : up_left, after = falls ? down_left : down_right;
    before = is_steep ? up : before, after = is_steep ? down : after;
    before = is_flat ? left : before, after = is_flat ? right : after;
    const int beaten = after + ((is_flat | is_steep) ? 0 : 1);
    const int kind = m > high ? strong : weak;
    out[x] = static_cast<uint8_t>(((m > low) & (m > before) & (m >= beaten)) ? kind : none);
  }
}

// Looks at eight at a time: rows of an output are padded to 64 bytes.
void find_strong(const uint8_t* row, int width, int64_t y, std::vector<Position>& found) {
  constexpr uint64_t top_bits = 0x8080808080808080U;  // of the three kinds only strong has it
  for (int begin = 0; begin < width; begin += 8) {
    uint64_t eight;
    std::memcpy(&eight, row + begin, 8);
    if (!(eight & top_bits)) continue;
    for (int x = begin; x < std::min(begin + 8, width); ++x) {
      if (row[x] == strong) found.push_back({x, static_cast<int32_t>(y)});
    }
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
    classify_row(*above, *here, *below, levels, edges.width(), edges.row(y));
    find_strong(edges.row(y), edges.width(), y, found);
    GradientRow* const oldest = above;
    above = here, here = below, below = oldest;
  }
}

}  // namespace pipeline::edge
