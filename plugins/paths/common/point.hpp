// SPDX-License-Identifier: Apache-2.0
// Plane geometry for the tracer: pixels, y down. Only + - * / and sqrt, so that results are the
// same on every machine.
#pragma once

#include <cmath>

namespace trace {

struct Point {
  double x = 0, y = 0;

  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend Point operator*(Point a, double s) { return {a.x * s, a.y * s}; }
  friend bool operator==(Point a, Point b) = default;
};

inline double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
inline double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
inline double length(Point a) { return std::sqrt(dot(a, a)); }
// {0, 0} stays what it is.
inline Point unit(Point a) {
  const double l = length(a);
  return l > 0 ? a * (1 / l) : a;
}
// The left-hand side of direction d on screen.
inline Point left_of(Point d) { return {d.y, -d.x}; }

}  // namespace trace
