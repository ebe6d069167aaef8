// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/piece.hpp"

#include <algorithm>

namespace trace {

double Cubic::nearer(Point p, double t) const {
  const Point away = at(t) - p, s = slope(t);
  double second = dot(s, s) + dot(away, bend(t));
  if (second <= 0) second = dot(s, s);
  if (second < 1e-12) return t;
  return std::clamp(t - dot(away, s) / second, 0.0, 1.0);
}

// The tangent of a quarter of the whole angle is twice the bulge: halving it needs no sine.
std::vector<Point> ArcCircle::directions(double bulge, int k) const {
  const double tangent = 2 * bulge, hypotenuse = std::sqrt(1 + tangent * tangent);
  Point turn{1 / hypotenuse, tangent / hypotenuse};  // a quarter of the angle
  for (int i = 2; i < k; ++i) {
    const double cosine = std::sqrt((1 + turn.x) / 2);
    turn = {cosine, turn.y / (2 * cosine)};
  }
  if (k < 2) turn = turned(turn, turn);
  if (k < 1) turn = turned(turn, turn);
  turn.y = -turn.y;
  const int steps = 1 << k;
  std::vector<Point> result(static_cast<size_t>(steps) + 1);
  result.front() = (Point{0, 0} - centre) * (1 / radius);
  for (size_t i = 1; i < result.size(); ++i) result[i] = turned(result[i - 1], turn);
  return result;
}

}  // namespace trace
