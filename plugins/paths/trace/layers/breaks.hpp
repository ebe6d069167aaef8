// SPDX-License-Identifier: Apache-2.0
// Where an outline is not smooth: its corners, and where it goes under other shapes.
#pragma once

#include <vector>

#include "plugins/paths/trace/layers/contour.hpp"

namespace trace {

// Points nearer to a corner than this are blurred by it and not used in fits, in pixels.
inline constexpr double corner_gap = 1.1;

struct Break {
  enum Kind { corner, goes_under, comes_out };
  int index;  // of the boundary point
  Point at;
  Kind kind;
};

// In order of index. Between `goes_under` and the `comes_out` after it all points are hidden; such
// an end lies one pixel under what covers it.
std::vector<Break> find_breaks(const std::vector<BoundaryPoint>& points);

}  // namespace trace
