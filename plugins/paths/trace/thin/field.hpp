// SPDX-License-Identifier: Apache-2.0
// What a shape covers, within pixels: where in each pixel its part lies.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/paths/common/point.hpp"

namespace trace {

// The part that a shape covers of each pixel of a window; nothing beyond it.
struct CoverField {
  int x0, y0, width, height;
  std::vector<float> cover;  // 0..1

  CoverField(int left, int top, int w, int h)
      : x0(left),
        y0(top),
        width(w),
        height(h),
        cover(static_cast<size_t>(w) * static_cast<size_t>(h)) {}

  bool holds(int x, int y) const { return x >= x0 && y >= y0 && x < x0 + width && y < y0 + height; }
  float& at(int x, int y) { return cover[index(x, y)]; }
  float at(int x, int y) const { return holds(x, y) ? cover[index(x, y)] : 0; }

 private:
  size_t index(int x, int y) const {
    return static_cast<size_t>(y - y0) * static_cast<size_t>(width) + static_cast<size_t>(x - x0);
  }
};

using Ring = std::vector<Point>;

// The shortest boundary, nearly, that leaves every pixel the part that is covered: blurred and cut
// off again by turns, each pixel at the level that keeps its part (as Merriman, Bence and Osher
// 1992; for parts of pixels, Atkinson 2005, Sub-pixel target mapping from soft-classified,
// remotely sensed imagery). Closed rings of points about a quarter of a pixel apart, the shape on
// their right.
std::vector<Ring> cover_rings(const CoverField& field);

}  // namespace trace
