// SPDX-License-Identifier: Apache-2.0
// A loop of cracks, and where the picture says that the boundary along it really runs.
#pragma once

#include <vector>

#include "plugins/paths/common/point.hpp"
#include "plugins/paths/trace/layers/order.hpp"
#include "plugins/paths/trace/picture.hpp"

namespace trace {

// Direction 0: +x, 1: +y, 2: -x, 3: -y.
inline constexpr int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};

// The unit edge from vertex (x, y); the region lies on its right.
struct Crack {
  int x, y;
  uint8_t direction;
  bool hidden;     // the neighbour is painted later and covers this boundary
  uint32_t other;  // the neighbour

  Point start() const { return {static_cast<double>(x), static_cast<double>(y)}; }
  Point step() const {
    return {static_cast<double>(step_x[direction]), static_cast<double>(step_y[direction])};
  }
  Point middle() const { return start() + step() * 0.5; }
  // The pixel on the region's side.
  int inner_x() const { return x - (direction == 1 || direction == 2); }
  int inner_y() const { return y - (direction == 2 || direction == 3); }
  // Towards the neighbour.
  int out_x() const { return step_y[direction]; }
  int out_y() const { return -step_x[direction]; }
};

struct BoundaryPoint {
  Point at;
  bool good;           // measured with confidence; else in the middle of its crack
  bool hidden;         // of a hidden crack
  bool rough = false;  // not good, nor are many around it: smoothed, and better than nothing
};

struct Contour {
  uint32_t region = outside;
  bool outer = true;  // or a hole of the region
  std::vector<Crack> cracks;
  std::vector<BoundaryPoint> points;  // one a row or column that the boundary passes
};

Contour walk_contour(const ChainSet& chains, const Layers& layers, uint32_t loop);

// Fills contour.points. Across the boundary, along rows where it is steep and along columns where
// it is not, the coverages between pure colours sum up to the exact mean place of the edge. Where a
// stroke is too thin to be pure inside, its sum and its centre give both edges.
void measure_contour(const Picture& picture, Contour& contour);

}  // namespace trace
