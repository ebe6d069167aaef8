// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/fit.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/paths/centerline/arm.hpp"
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
      : points_(stroke.points), closed_(stroke.closed), reach_(corner_reach(stroke.width)) {}

  std::vector<int> find() const {
    const int n = static_cast<int>(points_.size());
    std::vector<double> cosines(points_.size(), 1);
    for (int i = closed_ ? 0 : 2; i < (closed_ ? n : n - 2); ++i) {
      const Point in = at(i) - at(i - reach_), out = at(i + reach_) - at(i);
      cosines[static_cast<size_t>(i)] = trace::dot(trace::unit(in), trace::unit(out));
    }
    std::vector<int> corners;
    for (int i = 0; i < n; ++i) {
      if (cosines[static_cast<size_t>(i)] < corner_cosine && is_sharpest(cosines, i) &&
          turns_at_once(i)) {
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
  // A curve turns half as much within half the way.
  bool turns_at_once(int i) const {
    const auto turn = [&](int reach) {
      return trace::length(trace::unit(at(i + reach) - at(i)) - trace::unit(at(i) - at(i - reach)));
    };
    return turn(reach_ / 2) > 0.7 * turn(reach_);
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

// A corner of a stroke, as the index of its point; known: it is where it has to be.
struct Corner {
  int at;
  bool known;
};

// The middles of the points near a corner run round it: the corner is where the parts on either
// side of it would meet, and takes their place.
class Sharpener {
 public:
  Sharpener(const Stroke& stroke, std::vector<Point>& points, int reach)
      : points_(points), width_(stroke.width), reach_(reach) {}

  // Returns the corner's new index.
  int sharpen(int corner) {
    const int last = static_cast<int>(points_.size()) - 1, skip = std::max(2, reach_ / 2);
    const int before = corner - skip, after = corner + skip;
    if (before < 1 || after > last - 1) return corner;
    Point& at = points_[static_cast<size_t>(corner)];
    const auto sharp = corner_of(arm_of(points_, before, -1, before, reach_),
                                 arm_of(points_, after, 1, last - after, reach_), at, width_);
    if (!sharp) return corner;
    at = *sharp;
    const auto begin = points_.begin();
    points_.erase(begin + corner + 1, begin + after);
    points_.erase(begin + before + 1, begin + corner);
    return before + 1;
  }

 private:
  std::vector<Point>& points_;
  double width_;
  int reach_;
};

// Those that it knows, and those found away from them.
std::vector<Corner> corners_of(const Stroke& stroke, const CornerFinder& finder) {
  std::vector<Corner> corners;
  for (const size_t known : stroke.corners) corners.push_back({static_cast<int>(known), true});
  for (const int found : finder.find()) {
    const bool apart = std::none_of(
        stroke.corners.begin(), stroke.corners.end(),
        [&](size_t known) { return std::abs(static_cast<int>(known) - found) <= finder.reach(); });
    if (apart) corners.push_back({found, false});
  }
  std::sort(corners.begin(), corners.end(), [](Corner a, Corner b) { return a.at < b.at; });
  return corners;
}

bool is_straight(const std::vector<Point>& points, double tolerance) {
  return std::all_of(points.begin(), points.end(), [&](Point p) {
    return trace::distance_square(p, points.front(), points.back()) <= tolerance * tolerance;
  });
}

}  // namespace

Point fit_stroke(const Stroke& stroke, double tolerance, std::vector<trace::Segment>& segments) {
  std::vector<Point> points = stroke.points;
  const CornerFinder finder(stroke);
  std::vector<Corner> corners = corners_of(stroke, finder);
  const bool smooth = stroke.closed && corners.empty();
  if (stroke.closed) {  // begins at a corner where there is one, and comes back to where it began
    if (!corners.empty()) {
      // A point before the corner, so that it is sharpened as any other.
      const int shift = std::max(0, corners[0].at - 3 * finder.reach());
      std::rotate(points.begin(), points.begin() + shift, points.end());
      for (Corner& corner : corners) corner.at -= shift;
    }
    points.push_back(points.front());
  }
  Sharpener sharpener(stroke, points, finder.reach());
  for (size_t k = corners.size(); k-- > 0;) {  // from the last on: those before keep their places
    if (corners[k].known) continue;
    const auto size = points.size();
    corners[k].at = sharpener.sharpen(corners[k].at);
    for (size_t later = k + 1; later < corners.size(); ++later) {
      corners[later].at -= static_cast<int>(size - points.size());
    }
  }
  const Point ring = smooth ? trace::unit(points[1] - points[points.size() - 2]) : Point{};
  corners.push_back({static_cast<int>(points.size()) - 1, true});
  auto from = points.begin();
  for (const Corner& corner : corners) {
    const auto to = points.begin() + corner.at;
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
