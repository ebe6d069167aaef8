// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/gradient/thin.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/edges/common/plane.hpp"
#include "plugins/edges/gradient/bank.hpp"

namespace pipeline::edge {

namespace {

// Strength at (x, y), which may lie between pixels and beyond the border.
float between(const Image<const float, 1>& strength, float x, float y) {
  const float left = std::floor(x), top = std::floor(y);
  const float right_share = x - left, low_share = y - top;
  const auto at = [&](int column, int row) {
    return strength.row(
        std::clamp(row, 0, strength.height() - 1))[std::clamp(column, 0, strength.width() - 1)];
  };
  const int u = static_cast<int>(left), v = static_cast<int>(top);
  const float above = at(u, v) * (1 - right_share) + at(u + 1, v) * right_share;
  const float below = at(u, v + 1) * (1 - right_share) + at(u + 1, v + 1) * right_share;
  return above * (1 - low_share) + below * low_share;
}

}  // namespace

void thin(const Image<const float, 1>& strength, const std::vector<uint8_t>& direction, float low,
          float high, int64_t y0, int64_t y1, EdgeBits& edges) {
  const int width = strength.width();
  std::vector<uint8_t> kinds(padded(width));
  for (int64_t y = y0; y < y1; ++y) {
    const float* const row = strength.row(y);
    const uint8_t* const directions_of = direction.data() + y * width;
    for (int x = 0; x < width; ++x) {
      kinds[static_cast<size_t>(x)] = 0;
      if (!(row[x] > low)) continue;
      const Vector v = across(directions_of[x]);
      const auto fx = static_cast<float>(x), fy = static_cast<float>(y);
      if (row[x] > between(strength, fx - v.x, fy - v.y) &&
          row[x] >= between(strength, fx + v.x, fy + v.y)) {
        kinds[static_cast<size_t>(x)] = row[x] > high ? EdgeBits::strong : EdgeBits::weak;
      }
    }
    edges.set_row(y, kinds.data());
  }
}

}  // namespace pipeline::edge
