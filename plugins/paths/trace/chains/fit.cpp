// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/fit.hpp"

#include <algorithm>

#include "plugins/paths/common/cubic.hpp"
#include "plugins/paths/common/polygon.hpp"

namespace trace {
namespace {

Point point(Vertex v) { return {static_cast<double>(v.x), static_cast<double>(v.y)}; }

Segment line_to(Point p) { return {{}, {}, p, false}; }

// How long the steps of the staircase are that a straight stretch belongs to, seen from its end
// with `next` and `after_next`: steps one pixel high make a slanted line, any others end it.
int step_length(int next, int after_next) { return next == 1 && after_next > 0 ? after_next : 1; }

}  // namespace

Point ChainFitter::fit(uint32_t c, std::vector<Segment>& segments) {
  segments_ = &segments;
  const Chain& chain = set_.chains[c];
  if (rule_.mode == Mode::pixel || chain.left == outside || chain.right == outside) {
    return fit_exact(chain);
  }
  expand(set_.turns_of(chain), chain.closed, walk_);
  const auto& v = walk_.vertices;
  shifts_.assign(v.size() - 1, {});
  for (size_t i = 0; subpixel_ && i + 1 < v.size(); ++i) {
    shifts_[i] = subpixel_->shift(v[i], v[i + 1]);
  }
  return chain.closed ? fit_closed() : fit_open(c);
}

Point ChainFitter::fit_exact(const Chain& chain) {
  const auto turns = set_.turns_of(chain);
  for (size_t i = 1; i < turns.size(); ++i) segments_->push_back(line_to(point(turns[i])));
  return point(turns.front());
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
  if (corners.empty()) return fit_loop();
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
  find_straights(from, to);
  begin(start, {});
  const auto cracks = [&](size_t k) { return k < straights_.size() ? straights_[k].cracks() : 0; };
  for (size_t k = 0; k < straights_.size(); ++k) {
    add(straights_[k], step_length(cracks(k - 1), cracks(k - 2)),
        step_length(cracks(k + 1), cracks(k + 2)));
  }
  points_.push_back(end);
  finish({});
}

// A closed chain without corners. Starts on the longest stretch, where its direction is known best.
Point ChainFitter::fit_loop() {
  find_straights(0, walk_.cracks());
  const size_t n = straights_.size();
  const auto shorter = [](const Straight& a, const Straight& b) { return a.cracks() < b.cracks(); };
  std::rotate(straights_.begin(), std::max_element(straights_.begin(), straights_.end(), shorter),
              straights_.end());
  const auto cracks = [&](size_t k) { return straights_[k % n].cracks(); };
  const auto before = [&](size_t k) { return step_length(cracks(k + n - 1), cracks(k + n - 2)); };
  const auto after = [&](size_t k) { return step_length(cracks(k + 1), cracks(k + 2)); };
  const Straight top = straights_.front();
  const Point along = unit(on(top, top.cracks()) - on(top, 0));
  const bool side = is_side(top, before(0), after(0));
  const double middle = top.cracks() / 2.0;
  const double first = std::min((before(0) + 1) / 2.0, middle);
  const double last = std::max(top.cracks() - (after(0) + 1) / 2.0, middle);
  const Point start = on(top, side ? last : middle);
  begin(start, along);
  if (!side && last - middle >= 0.5) points_.push_back(on(top, last));
  for (size_t k = 1; k < n; ++k) add(straights_[k], before(k), after(k));
  if (side || middle - first >= 0.5) points_.push_back(on(top, first));
  if (!side) points_.push_back(start);
  finish(along);
  if (side) segments_->push_back(line_to(start));
  return start;
}

// The straight stretches of cracks [from, to).
void ChainFitter::find_straights(int from, int to) {
  const auto horizontal = [&](int i) {
    const size_t k = wrapped(i);
    return walk_.vertices[k].y == walk_.vertices[k + 1].y;
  };
  straights_.clear();
  for (int i = from; i < to; ++i) {
    if (i == from || horizontal(i) != horizontal(i - 1)) straights_.push_back({i, i});
    straights_.back().end = i + 1;
  }
}

// So much longer than the steps beside it that it is a straight side, not the crest of a curve.
bool ChainFitter::is_side(const Straight& straight, int before, int after) const {
  return straight.cracks() >= 3 * (before + after) + 6;
}

// The middles of a staircase's steps lie on the line that it stands for. A stretch longer than the
// steps beside it is straight between its two ends but for half such a step: two points say so.
void ChainFitter::add(const Straight& straight, int before, int after) {
  const double length = straight.cracks();
  const double first = (before + 1) / 2.0, last = length - (after + 1) / 2.0;
  if (last - first < 1) {
    points_.push_back(on(straight, length / 2));
    return;
  }
  const Point a = on(straight, first), b = on(straight, last);
  points_.push_back(a);
  if (is_side(straight, before, after)) {
    const Point along = unit(b - a);
    finish(along);
    begin(a, along);
    points_.push_back(b);
    finish(along);
    begin(b, along);
  } else {
    points_.push_back(b);
  }
}

// The boundary beside a place so many cracks along the stretch.
Point ChainFitter::on(const Straight& straight, double cracks) const {
  const int last = straight.cracks() - 1;
  const int whole = std::clamp(static_cast<int>(cracks), 0, last);
  const Point a = point(walk_.vertices[wrapped(straight.begin + whole)]);
  const Point b = point(walk_.vertices[wrapped(straight.begin + whole) + 1]);
  // Shifts belong to the middles of cracks; between them they are interpolated.
  const int left = static_cast<int>(std::floor(cracks - 0.5));
  const double weight = cracks - 0.5 - left;
  const Point s0 = shifts_[wrapped(straight.begin + std::clamp(left, 0, last))];
  const Point s1 = shifts_[wrapped(straight.begin + std::clamp(left + 1, 0, last))];
  return a + (b - a) * (cracks - whole) + s0 * (1 - weight) + s1 * weight;
}

void ChainFitter::begin(Point start, Point tangent) {
  points_.assign(1, start);
  tangent_ = tangent;
}

// Fits the points since begin().
void ChainFitter::finish(Point tangent) {
  if (is_line()) {
    segments_->push_back(line_to(points_.back()));
  } else if (rule_.mode == Mode::polygon) {
    const auto kept = simplify(points_, rule_.tolerance);
    for (size_t k = 1; k < kept.size(); ++k) {
      segments_->push_back(line_to(points_[static_cast<size_t>(kept[k])]));
    }
  } else {
    fit_cubics(points_, tangent_, tangent, rule_.tolerance, *segments_);
  }
}

bool ChainFitter::is_line() const {
  const double limit = rule_.tolerance * rule_.tolerance;
  return std::all_of(points_.begin(), points_.end(), [&](Point p) {
    return distance_square(p, points_.front(), points_.back()) <= limit;
  });
}

}  // namespace trace
