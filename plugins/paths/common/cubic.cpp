// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/common/cubic.hpp"

#include <algorithm>
#include <array>

namespace trace {
namespace {

using Cubic = std::array<Point, 4>;

Point at(const Cubic& c, double t) {
  const double s = 1 - t;
  return c[0] * (s * s * s) + c[1] * (3 * s * s * t) + c[2] * (3 * s * t * t) + c[3] * (t * t * t);
}

// One Newton step of t towards the point of the curve nearest to p.
double nearer(const Cubic& c, Point p, double t) {
  const double s = 1 - t;
  const Point d0 = c[1] - c[0], d1 = c[2] - c[1], d2 = c[3] - c[2];
  const Point first = (d0 * (s * s) + d1 * (2 * s * t) + d2 * (t * t)) * 3;
  const Point second = ((d1 - d0) * s + (d2 - d1) * t) * 6;
  const Point off = at(c, t) - p;
  const double slope = dot(first, first) + dot(off, second);
  return slope > 0 ? std::clamp(t - dot(off, first) / slope, 0.0, 1.0) : t;
}

class Fitter {
 public:
  Fitter(std::span<const Point> points, double tolerance, std::vector<Segment>& segments)
      : points_(points),
        limit_(tolerance * tolerance),
        segments_(segments),
        parameters_(points.size()) {}

  void run(Point start_tangent, Point end_tangent) {
    struct Piece {
      size_t first, last;
      Point in, out;
    };
    std::vector<Piece> open{{0, points_.size() - 1, start_tangent, end_tangent}};
    while (!open.empty()) {
      const Piece piece = open.back();
      open.pop_back();
      const size_t worst = fit(piece.first, piece.last, piece.in, piece.out);
      if (worst == piece.last) continue;
      const Point tangent = tangent_at(worst, piece.first, piece.last);
      open.push_back({worst, piece.last, tangent, piece.out});
      open.push_back({piece.first, worst, piece.in, tangent});
    }
  }

 private:
  // Fits and appends one cubic and returns `last`, or returns where to cut.
  size_t fit(size_t first, size_t last, Point in, Point out) {
    if (last - first < 2) {
      segments_.push_back({{}, {}, points_[last], false});
      return last;
    }
    set_chord_lengths(first, last);
    constexpr int steps = 4;
    size_t worst = 0;
    for (int step = 0; step <= steps; ++step) {
      const Cubic c = least_squares(first, last, in, out);
      const double error = farthest(c, first, last, worst);
      if (error <= limit_) {
        segments_.push_back({c[1], c[2], c[3], true});
        return last;
      }
      if (error > 16 * limit_) break;  // hopeless
      for (size_t i = first + 1; i < last; ++i) {
        parameters_[i] = nearer(c, points_[i], parameters_[i]);
      }
    }
    return worst;
  }

  void set_chord_lengths(size_t first, size_t last) {
    parameters_[first] = 0;
    for (size_t i = first + 1; i <= last; ++i) {
      parameters_[i] = parameters_[i - 1] + length(points_[i] - points_[i - 1]);
    }
    const double whole = length_ = parameters_[last];
    for (size_t i = first + 1; i <= last; ++i) parameters_[i] /= whole > 0 ? whole : 1;
  }

  Cubic least_squares(size_t first, size_t last, Point in, Point out) const {
    const Point p0 = points_[first], p3 = points_[last];
    double a00 = 0, a01 = 0, a11 = 0, b0 = 0, b1 = 0;
    for (size_t i = first + 1; i < last; ++i) {
      const double t = parameters_[i], s = 1 - t;
      const double w1 = 3 * s * s * t, w2 = 3 * s * t * t;
      const Point u = in * w1, v = out * -w2;
      const Point rest = points_[i] - p0 * (s * s * s + w1) - p3 * (t * t * t + w2);
      a00 += dot(u, u), a01 += dot(u, v), a11 += dot(v, v);
      b0 += dot(u, rest), b1 += dot(v, rest);
    }
    const double det = a00 * a11 - a01 * a01, chord = length(p3 - p0);
    double l0 = 0, l1 = 0;
    if (det > 1e-9 * a00 * a11) l0 = (b0 * a11 - b1 * a01) / det, l1 = (a00 * b1 - a01 * b0) / det;
    // Handles that point backwards or run away (those of a three-quarter circle are 0.68 of its
    // length): Schneider's third of the chord.
    const double least = 1e-3 * chord, most = 0.7 * length_;
    if (!(l0 > least && l1 > least && l0 < most && l1 < most)) l0 = l1 = chord / 3;
    return {p0, p0 + in * l0, p3 - out * l1, p3};
  }

  double farthest(const Cubic& c, size_t first, size_t last, size_t& worst) const {
    double most = 0;
    worst = (first + last) / 2;
    for (size_t i = first + 1; i < last; ++i) {
      const Point off = at(c, parameters_[i]) - points_[i];
      if (const double d = dot(off, off); d > most) most = d, worst = i;
    }
    return most;
  }

  Point tangent_at(size_t i, size_t first, size_t last) const {
    const size_t reach = std::min({size_t{2}, i - first, last - i});
    return unit(points_[i + reach] - points_[i - reach]);
  }

  std::span<const Point> points_;
  double limit_;
  std::vector<Segment>& segments_;
  std::vector<double> parameters_;
  double length_ = 0;  // of the polyline through the points being fitted
};

}  // namespace

void fit_cubics(std::span<const Point> points, Point start_tangent, Point end_tangent,
                double tolerance, std::vector<Segment>& segments) {
  constexpr size_t reach = 2;
  const size_t last = points.size() - 1, near = std::min(reach, last);
  if (start_tangent == Point{}) start_tangent = unit(points[near] - points[0]);
  if (end_tangent == Point{}) end_tangent = unit(points[last] - points[last - near]);
  Fitter(points, tolerance, segments).run(start_tangent, end_tangent);
}

}  // namespace trace
