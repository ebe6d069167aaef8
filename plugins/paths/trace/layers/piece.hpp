// SPDX-License-Identifier: Apache-2.0
// What outlines are made of: lines, cubics and circular arcs.
#pragma once

#include <vector>

#include "plugins/paths/common/point.hpp"

namespace trace {

struct Piece {
  enum Kind : char { line, cubic, arc, beneath };  // beneath: a line that nobody sees
  Kind kind = line;
  bool smooth = false;  // goes on into the next piece without a corner
  Point first, second;  // control points of a cubic
  double bulge = 0;     // of an arc: its height over its chord, positive to the right of it
                        // (y down), as a part of the chord's length
  Point end;
};

struct Outline {
  Point start;
  std::vector<Piece> pieces;  // closed: the last one ends at start
};

// Points of a cubic and its derivatives.
struct Cubic {
  Point a, b, c, d;

  Point at(double t) const {
    const double u = 1 - t;
    return a * (u * u * u) + b * (3 * u * u * t) + c * (3 * u * t * t) + d * (t * t * t);
  }
  Point slope(double t) const {
    const double u = 1 - t;
    return ((b - a) * (u * u) + (c - b) * (2 * u * t) + (d - c) * (t * t)) * 3;
  }
  Point bend(double t) const { return ((c - b * 2 + a) * (1 - t) + (d - c * 2 + b) * t) * 6; }
  // One step of Newton's method towards the nearest point to p.
  double nearer(Point p, double t) const;
};

// The circle of an arc over the chord from 0 to 1, the right of which is +y.
struct ArcCircle {
  double radius;  // signed like bulge
  Point centre;

  explicit ArcCircle(double bulge)
      : radius(bulge / 2 + 1 / (8 * bulge)), centre{0.5, bulge - radius} {}
  // Unit vectors from the centre to 2^k + 1 points at equal angles, both ends included.
  std::vector<Point> directions(double bulge, int k) const;
};

// Turns p by the angle of `turn` and scales it by its length: both as complex numbers.
inline Point turned(Point p, Point turn) {
  return {p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x};
}

}  // namespace trace
