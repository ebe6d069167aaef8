// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/arm.hpp"

#include <algorithm>
#include <cmath>

namespace centerline {

using trace::Point;

Point Arm::after(double s) const {
  return at + along * s + trace::left_of(along) * (bend * s * s / 2);
}

Point Arm::towards(double s) const { return along + trace::left_of(along) * (bend * s); }

namespace {

std::optional<Point> crossing(const Arm& a, const Arm& b) {
  double s = 0, t = 0;
  for (int round = 0; round < 8; ++round) {
    const Point gap = b.after(t) - a.after(s), da = a.towards(s), db = b.towards(t);
    const double sine = trace::cross(da, db);
    if (std::abs(sine) < 0.2 * trace::length(da) * trace::length(db)) return std::nullopt;
    s += trace::cross(gap, db) / sine;
    t += trace::cross(gap, da) / sine;
  }
  if (!(s >= 0 && t >= 0)) return std::nullopt;
  return a.after(s);
}

}  // namespace

std::optional<Point> corner_of(const Arm& a, const Arm& b, Point near, double width) {
  const auto cross = crossing(a, b);
  if (!cross || trace::length(*cross - near) > 2 * width + 2) return std::nullopt;
  return cross;
}

int corner_reach(double width) { return static_cast<int>(std::ceil(std::max(3.0, width))); }

Arm arm_of(const std::vector<Point>& points, int near, int step, int room, int reach) {
  constexpr double noise = 0.15;  // pixels: an arm that strays no farther is straight
  const int apart = std::max(1, std::min(reach, room / 2));
  const auto point = [&](int k) { return points[static_cast<size_t>(near + step * k * apart)]; };
  const Point c = point(0), m = point(1), a = point(std::min(2, room / apart));
  const Point chord = c - a;
  const double l = trace::length(chord);
  const Point along = trace::unit(chord);
  const double sagitta = trace::dot(m - (a + c) * 0.5, trace::left_of(along));
  if (!(l > 0) || std::abs(sagitta) < noise) return {c, along, 0};
  const double bend = -8 * sagitta / (l * l);
  // How it bends beyond is between that and not at all.
  return {c, trace::unit(along + trace::left_of(along) * (bend * l / 2)), bend / 2};
}

}  // namespace centerline
