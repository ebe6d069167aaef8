// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/common/polygon.hpp"

#include <algorithm>
#include <utility>

namespace trace {

double distance_square(Point p, Point a, Point b) {
  const Point d = b - a;
  const double square = dot(d, d);
  const double t = square > 0 ? std::clamp(dot(p - a, d) / square, 0.0, 1.0) : 0;
  const Point off = p - (a + d * t);
  return dot(off, off);
}

std::vector<int> simplify(std::span<const Point> points, double tolerance) {
  const int last = static_cast<int>(points.size()) - 1;
  std::vector<int> kept{0};
  std::vector<std::pair<int, int>> open{{0, last}};
  while (!open.empty()) {
    const auto [a, b] = open.back();
    open.pop_back();
    double worst = tolerance * tolerance;
    int at = -1;
    for (int i = a + 1; i < b; ++i) {
      const auto u = static_cast<size_t>(i);
      const double d = distance_square(points[u], points[static_cast<size_t>(a)],
                                       points[static_cast<size_t>(b)]);
      if (d > worst) worst = d, at = i;
    }
    if (at < 0) {
      kept.push_back(b);
    } else {
      open.push_back({at, b});
      open.push_back({a, at});
    }
  }
  return kept;
}

}  // namespace trace
