// SPDX-License-Identifier: Apache-2.0
#include "trace_fit.hpp"

#include <algorithm>

#include "trace_cubic.hpp"
#include "trace_polygon.hpp"

namespace trace {
namespace {

Point point(Vertex v) { return {static_cast<double>(v.x), static_cast<double>(v.y)}; }

Segment line_to(Point p) { return {{}, {}, p, false}; }

}  // namespace

Point ChainFitter::fit(uint32_t c, std::vector<Segment>& segments) {
  segments_ = &segments;
  const Chain& chain = set_.chains[c];
  if (rule_.mode == Mode::pixel || chain.left == outside || chain.right == outside) {
    return fit_exact(chain);
  }
  expand(set_.turns_of(chain), chain.closed, walk_);
  measure();
  return chain.closed ? fit_closed() : fit_open(c);
}

Point ChainFitter::fit_exact(const Chain& chain) {
  const auto turns = set_.turns_of(chain);
  for (size_t i = 1; i < turns.size(); ++i) segments_->push_back(line_to(point(turns[i])));
  return point(turns.front());
}

// The data that lines and curves are fitted to: the middle of each crack, moved as the picture
// says.
void ChainFitter::measure() {
  const auto& v = walk_.vertices;
  shifts_.clear(), middles_.clear();
  for (size_t i = 0; i + 1 < v.size(); ++i) {
    shifts_.push_back(subpixel_ ? subpixel_->shift(v[i], v[i + 1]) : Point{});
    middles_.push_back((point(v[i]) + point(v[i + 1])) * 0.5 + shifts_.back());
  }
}

Point ChainFitter::fit_open(uint32_t c) {
  const Point start = ends_[2 * c + 1], end = ends_[2 * c];
  int from = 0;
  Point at = start;
  for (const int k : corner_finder_.find(walk_)) {
    section(from, k, at, corner(k));
    from = k, at = corner(k);
  }
  section(from, walk_.cracks(), at, end);
  return start;
}

Point ChainFitter::fit_closed() {
  const auto& corners = corner_finder_.find(walk_);
  if (corners.empty()) return smooth_loop();
  for (size_t i = 0; i < corners.size(); ++i) {
    const bool last = i + 1 == corners.size();
    const int from = corners[i], to = last ? corners[0] + walk_.cracks() : corners[i + 1];
    section(from, to, corner(from), corner(to));
  }
  return corner(corners[0]);
}

// A corner moves with the cracks beside it.
Point ChainFitter::corner(int k) const {
  return point(walk_.vertices[wrapped(k)]) + shifts_[wrapped(k + walk_.cracks() - 1)] +
         shifts_[wrapped(k)];
}

void ChainFitter::section(int from, int to, Point start, Point end) {
  points_.assign(1, start);
  for (int i = from; i < to; ++i) points_.push_back(middles_[wrapped(i)]);
  points_.push_back(end);
  fit_points({}, {});
}

// Starts in the middle of the first run, the top of the figure, where its direction is known best.
Point ChainFitter::smooth_loop() {
  const int n = walk_.cracks();
  int run = 1;
  while (run < n && walk_.vertices[static_cast<size_t>(run) + 1].y == walk_.vertices[0].y) ++run;
  const int first = run / 2;
  points_.clear();
  for (int i = first; i < first + n; ++i) points_.push_back(middles_[wrapped(i)]);
  points_.push_back(points_.front());
  const Point tangent = unit(points_[1] - points_[points_.size() - 2]);
  fit_points(tangent, tangent);
  return points_.front();
}

void ChainFitter::fit_points(Point start_tangent, Point end_tangent) {
  if (is_line()) {
    segments_->push_back(line_to(points_.back()));
  } else if (rule_.mode == Mode::polygon) {
    const auto kept = simplify(points_, rule_.tolerance);
    for (size_t k = 1; k < kept.size(); ++k) {
      segments_->push_back(line_to(points_[static_cast<size_t>(kept[k])]));
    }
  } else {
    fit_cubics(points_, start_tangent, end_tangent, rule_.tolerance, *segments_);
  }
}

bool ChainFitter::is_line() const {
  const double limit = rule_.tolerance * rule_.tolerance;
  return std::all_of(points_.begin(), points_.end(), [&](Point p) {
    return distance_square(p, points_.front(), points_.back()) <= limit;
  });
}

}  // namespace trace
