// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/stretch.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

void add(StretchFit& fit, double square) {
  fit.sum += square;
  fit.largest = std::max(fit.largest, square);
}

// Normal equations of two unknowns.
struct Normal2 {
  double aa = 1e-9, ab = 0, bb = 1e-9, ra = 0, rb = 0;

  void add(double a, double b, double residual) {
    aa += a * a, ab += a * b, bb += b * b, ra += a * residual, rb += b * residual;
  }
  bool solve(double damping, double& da, double& db) const {
    const double mu = damping * (aa + bb) / 2;
    const double determinant = (aa + mu) * (bb + mu) - ab * ab;
    if (std::abs(determinant) < 1e-14) return false;
    da = (ra * (bb + mu) - rb * ab) / determinant;
    db = ((aa + mu) * rb - ab * ra) / determinant;
    return true;
  }
};

}  // namespace

StretchFit line_error(std::span<const Point> points, Point from, Point to) {
  const Point along = unit(to - from);
  StretchFit fit;
  for (const Point& p : points) {
    const double d = cross(along, p - from);
    add(fit, d * d);
  }
  return fit;
}

std::optional<StretchFit> StretchFitter::cubic(std::span<const Point> points, Point from, Point to,
                                               Point out, Point back, double limit, Piece& piece) {
  constexpr int steps = 3;
  constexpr double hopeless = 16;                   // squared distances, over the limit
  constexpr double shortest = 0.02, longest = 1.2;  // of a handle, over the length
  t_.resize(points.size());
  double total = 0;
  Point before = from;
  for (size_t i = 0; i < points.size(); ++i) {
    total += length(points[i] - before);
    t_[i] = total;
    before = points[i];
  }
  total = std::max(total + length(to - before), 1e-9);
  for (double& t : t_) t /= total;

  double a = total / 3, b = total / 3;
  Cubic c{from, from + out * a, to + back * b, to};
  for (int step = 0; step < steps; ++step) {
    Normal2 normal;
    double largest = 0;
    for (size_t i = 0; i < points.size(); ++i) {
      if (step > 0) t_[i] = c.nearer(points[i], t_[i]);
      const double t = t_[i], u = 1 - t, wa = 3 * u * u * t, wb = 3 * u * t * t;
      const Point off = points[i] - c.at(t);
      if (step == 0) {
        normal.add(out.x * wa, back.x * wb, off.x);
        normal.add(out.y * wa, back.y * wb, off.y);
      } else {
        const Point across = unit(left_of(c.slope(t)));
        const double distance = dot(off, across);
        largest = std::max(largest, distance * distance);
        normal.add(dot(out, across) * wa, dot(back, across) * wb, distance);
      }
    }
    if (largest > hopeless * limit) return {};
    double da, db;
    if (!normal.solve(step > 0 ? 1e-3 : 0, da, db)) break;
    a = std::clamp(a + da, shortest * total, longest * total);
    b = std::clamp(b + db, shortest * total, longest * total);
    c.b = from + out * a, c.c = to + back * b;
  }
  StretchFit fit;
  for (size_t i = 0; i < points.size(); ++i) {
    const Point off = points[i] - c.at(c.nearer(points[i], t_[i]));
    add(fit, dot(off, off));
  }
  piece = {};
  piece.kind = Piece::cubic;
  piece.first = c.b, piece.second = c.c, piece.end = to;
  return fit;
}

std::optional<StretchFit> StretchFitter::arc(std::span<const Point> points, Point from, Point to,
                                             double largest_radius, Piece& piece) {
  constexpr double flattest = 0.3;  // pixels, of the height over the chord
  const Point chord = to - from;
  const double span = length(chord);
  if (span <= 0) return {};
  const Point along = chord * (1 / span), across{-along.y, along.x};
  const Point middle = (from + to) * 0.5, top = points[points.size() / 2] - middle;
  const double x = dot(top, along), y = dot(top, across);
  if (std::abs(y) <= flattest) return {};
  // The centre lies at middle + across * k.
  double k = (x * x + y * y - span * span / 4) / (2 * y);
  for (int step = 0; step < 3; ++step) {
    const Point centre = middle + across * k;
    const double radius = std::sqrt(k * k + span * span / 4);
    double square = 0, sum = 0;
    for (const Point& p : points) {
      const double d = std::max(length(p - centre), 1e-6);
      const double slope = -dot(p - centre, across) / d - k / radius;
      square += slope * slope, sum += slope * (d - radius);
    }
    if (square > 1e-12) k -= sum / square;
  }
  const Point centre = middle + across * k;
  const double radius = std::sqrt(k * k + span * span / 4);
  if (!(radius < largest_radius)) return {};
  StretchFit fit;
  for (const Point& p : points) {
    const double d = length(p - centre) - radius;
    add(fit, d * d);
  }
  piece = {};
  piece.kind = Piece::arc;
  piece.bulge = (y > 0 ? k + radius : k - radius) / span;
  piece.end = to;
  return fit;
}

}  // namespace trace
