// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/fit.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "plugins/paths/common/cubic.hpp"
#include "plugins/paths/common/polygon.hpp"

namespace centerline {
namespace {

using trace::Point;

// A turn of more than 45 degrees within a few pixels is a corner, not a curve.
constexpr double corner_cosine = 0.7;

class CornerFinder {
 public:
  explicit CornerFinder(const Stroke& stroke)
      : points_(stroke.points),
        closed_(stroke.closed),
        reach_(static_cast<int>(std::ceil(std::max(3.0, stroke.width)))) {}

  std::vector<int> find() const {
    const int n = static_cast<int>(points_.size());
    std::vector<double> cosines(points_.size(), 1);
    for (int i = closed_ ? 0 : 2; i < (closed_ ? n : n - 2); ++i) {
      const Point in = at(i) - at(i - reach_), out = at(i + reach_) - at(i);
      cosines[static_cast<size_t>(i)] = trace::dot(trace::unit(in), trace::unit(out));
    }
    std::vector<int> corners;
    for (int i = 0; i < n; ++i) {
      if (cosines[static_cast<size_t>(i)] < corner_cosine && is_sharpest(cosines, i)) {
        corners.push_back(i);
      }
    }
    return corners;
  }

  int reach() const { return reach_; }

 private:
  Point at(int i) const {
    const int n = static_cast<int>(points_.size());
    return points_[static_cast<size_t>(closed_ ? (i % n + n) % n : std::clamp(i, 0, n - 1))];
  }
  bool is_sharpest(const std::vector<double>& cosines, int i) const {
    const int n = static_cast<int>(cosines.size());
    for (int d = -reach_; d <= reach_; ++d) {
      const int k = closed_ ? ((i + d) % n + n) % n : i + d;
      if (d == 0 || k < 0 || k >= n) continue;
      const double there = cosines[static_cast<size_t>(k)], here = cosines[static_cast<size_t>(i)];
      if (there < here || (there == here && k < i)) return false;
    }
    return true;
  }

  const std::vector<Point>& points_;
  bool closed_;
  int reach_;
};

// The line through points [first, last] of a stroke: a point of it and its direction.
struct Line {
  Point at, along;
};

// Where two lines cross; nothing where they hardly do.
std::optional<Point> crossing(const Line& a, const Line& b) {
  const double sine = trace::cross(a.along, b.along);
  if (std::abs(sine) < 0.3) return std::nullopt;
  return a.at + a.along * (trace::cross(b.at - a.at, b.along) / sine);
}

// The middles of the points near a corner run round it: the corner is where the straight parts on
// either side of it would meet, and takes their place.
class Sharpener {
 public:
  Sharpener(const Stroke& stroke, std::vector<Point>& points, int reach)
      : points_(points), width_(stroke.width), reach_(reach) {}

  // Returns the corner's new index.
  int sharpen(int corner) {
    const int last = static_cast<int>(points_.size()) - 1;
    const int before = corner - reach_, after = corner + reach_, length = std::max(2, reach_ / 2);
    if (before < 1 || after > last - 1) return corner;
    const auto cross = crossing(line(std::max(0, before - length), before),
                                line(std::min(last, after + length), after));
    const Point at = points_[static_cast<size_t>(corner)];
    if (!cross || trace::length(*cross - at) > 2 * width_ + 2) return corner;
    points_[static_cast<size_t>(corner)] = *cross;
    const auto begin = points_.begin();
    points_.erase(begin + corner + 1, begin + after);
    points_.erase(begin + before + 1, begin + corner);
    return before + 1;
  }

 private:
  Line line(int far, int near) const {
    const Point a = points_[static_cast<size_t>(far)], b = points_[static_cast<size_t>(near)];
    return {b, trace::unit(b - a)};
  }
  std::vector<Point>& points_;
  double width_;
  int reach_;
};

bool is_straight(const std::vector<Point>& points, double tolerance) {
  return std::all_of(points.begin(), points.end(), [&](Point p) {
    return trace::distance_square(p, points.front(), points.back()) <= tolerance * tolerance;
  });
}

}  // namespace

Point fit_stroke(const Stroke& stroke, double tolerance, std::vector<trace::Segment>& segments) {
  std::vector<Point> points = stroke.points;
  const CornerFinder finder(stroke);
  std::vector<int> corners = finder.find();
  const bool smooth = stroke.closed && corners.empty();
  if (stroke.closed) {  // begins at a corner where there is one, and comes back to where it began
    if (!corners.empty()) {
      // A point before the corner, so that it is sharpened as any other.
      const int shift = std::max(0, corners[0] - 3 * finder.reach());
      std::rotate(points.begin(), points.begin() + shift, points.end());
      for (int& corner : corners) corner -= shift;
    }
    points.push_back(points.front());
  }
  Sharpener sharpener(stroke, points, finder.reach());
  for (size_t k = corners.size(); k-- > 0;) {  // from the last on: those before keep their places
    const auto size = points.size();
    corners[k] = sharpener.sharpen(corners[k]);
    for (size_t later = k + 1; later < corners.size(); ++later) {
      corners[later] -= static_cast<int>(size - points.size());
    }
  }
  const Point ring = smooth ? trace::unit(points[1] - points[points.size() - 2]) : Point{};
  corners.push_back(static_cast<int>(points.size()) - 1);
  auto from = points.begin();
  for (const int corner : corners) {
    const auto to = points.begin() + corner;
    if (to <= from) continue;
    const std::vector<Point> section(from, to + 1);
    if (is_straight(section, tolerance)) {
      segments.push_back({{}, {}, *to, false});
    } else {
      trace::fit_cubics(section, ring, ring, tolerance, segments);
    }
    from = to;
  }
  return points.front();
}

}  // namespace centerline
