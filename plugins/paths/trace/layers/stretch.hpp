// SPDX-License-Identifier: Apache-2.0
// One line, cubic or arc through a stretch of points.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

struct StretchFit {
  double sum = 0;      // squared distances
  double largest = 0;  // squared distance
};

StretchFit line_error(std::span<const Point> points, Point from, Point to);

// Keeps its scratch memory.
class StretchFitter {
 public:
  // The cubic between `from` and `to` that leaves along unit vector `out` and arrives from where
  // unit vector `back` points to: two unknowns, by Gauss-Newton steps on the normal distances.
  // Nothing when it is clear soon that no point will be within `limit` (squared pixels).
  std::optional<StretchFit> cubic(std::span<const Point> points, Point from, Point to, Point out,
                                  Point back, double limit, Piece& piece);

  // The arc between them; nothing when the points bend too little.
  std::optional<StretchFit> arc(std::span<const Point> points, Point from, Point to,
                                double largest_radius, Piece& piece);

 private:
  std::vector<double> t_;
};

}  // namespace trace
