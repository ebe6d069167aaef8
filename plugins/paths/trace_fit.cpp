// SPDX-License-Identifier: Apache-2.0
#include "trace_fit.hpp"

#include <algorithm>

#include "trace_corners.hpp"
#include "trace_cubic.hpp"
#include "trace_polygon.hpp"

namespace trace {
namespace {

Point point(Vertex v) { return {static_cast<double>(v.x), static_cast<double>(v.y)}; }

// The displacement, across it, of the crack from a to b.
Point crack_shift(Vertex a, Vertex b, const SubPixel* subpixel) {
  if (!subpixel) return {};
  if (a.y == b.y) {
    const int x = std::min(a.x, b.x);
    return {0, subpixel->shift(x, a.y - 1, x, a.y)};
  }
  const int y = std::min(a.y, b.y);
  return {subpixel->shift(a.x - 1, y, a.x, y), 0};
}

// The data that lines and curves are fitted to: the middle of each crack, and vertices where
// needed.
class ChainFitter {
 public:
  ChainFitter(CrackWalk walk, const FitRule& rule, const SubPixel* subpixel,
              std::vector<Segment>& segments)
      : walk_(std::move(walk)), rule_(rule), segments_(segments) {
    const auto& v = walk_.vertices;
    for (size_t i = 0; i + 1 < v.size(); ++i) {
      shifts_.push_back(crack_shift(v[i], v[i + 1], subpixel));
      middles_.push_back((point(v[i]) + point(v[i + 1])) * 0.5 + shifts_.back());
    }
  }

  Point run() {
    const std::vector<int> corners = find_corners(walk_);
    const int n = walk_.cracks();
    if (!walk_.closed) {
      int from = 0;
      for (const int corner : corners) section(from, corner), from = corner;
      section(from, n);
      return vertex(0);
    }
    if (corners.empty()) return smooth_loop();
    for (size_t k = 0; k + 1 < corners.size(); ++k) section(corners[k], corners[k + 1]);
    section(corners.back(), corners.front() + n);
    return vertex(corners.front());
  }

 private:
  size_t wrapped(int i) const { return static_cast<size_t>(i % walk_.cracks()); }

  // Vertex k where a section ends: a corner moves with the cracks beside it, an end stays.
  Point vertex(int k) const {
    const int n = walk_.cracks();
    const Point at = point(walk_.vertices[wrapped(k)]);
    if (!walk_.closed && (k == 0 || k == n)) return point(walk_.vertices[static_cast<size_t>(k)]);
    return at + shifts_[wrapped(k + n - 1)] + shifts_[wrapped(k)];
  }

  void section(int from, int to) {
    points_.assign(1, vertex(from));
    for (int i = from; i < to; ++i) points_.push_back(middles_[wrapped(i)]);
    points_.push_back(vertex(to));
    fit({}, {});
  }

  // Starts in the middle of the first run, the top of the figure, where its direction is known
  // best.
  Point smooth_loop() {
    const int n = walk_.cracks();
    int run = 1;
    while (run < n && walk_.vertices[static_cast<size_t>(run) + 1].y == walk_.vertices[0].y) ++run;
    const int first = run / 2;
    points_.clear();
    for (int i = first; i < first + n; ++i) points_.push_back(middles_[wrapped(i)]);
    points_.push_back(points_.front());
    const Point tangent = unit(points_[1] - points_[points_.size() - 2]);
    fit(tangent, tangent);
    return points_.front();
  }

  void fit(Point start_tangent, Point end_tangent) {
    if (rule_.mode == Mode::polygon || is_line()) {
      const auto kept = simplify(points_, rule_.tolerance);
      for (size_t k = 1; k < kept.size(); ++k) {
        segments_.push_back({{}, {}, points_[static_cast<size_t>(kept[k])], false});
      }
      return;
    }
    fit_cubics(points_, start_tangent, end_tangent, rule_.tolerance, segments_);
  }

  bool is_line() const {
    const double limit = rule_.tolerance * rule_.tolerance;
    return std::all_of(points_.begin(), points_.end(), [&](Point p) {
      return distance_square(p, points_.front(), points_.back()) <= limit;
    });
  }

  CrackWalk walk_;
  const FitRule& rule_;
  std::vector<Segment>& segments_;
  std::vector<Point> shifts_, middles_, points_;
};

}  // namespace

Point fit_chain(const ChainSet& set, const Chain& chain, const FitRule& rule,
                const SubPixel* subpixel, std::vector<Segment>& segments) {
  const auto turns = set.turns_of(chain);
  const bool exact = rule.mode == Mode::pixel || chain.left == outside || chain.right == outside;
  if (!exact) return ChainFitter(expand(turns, chain.closed), rule, subpixel, segments).run();
  for (size_t i = 1; i < turns.size(); ++i) segments.push_back({{}, {}, point(turns[i]), false});
  return point(turns.front());
}

}  // namespace trace
