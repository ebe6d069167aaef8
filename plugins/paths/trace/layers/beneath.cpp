// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/beneath.hpp"

#include <algorithm>
#include <cmath>

namespace trace {
namespace {

constexpr double loss = 0.4;     // pixels, by which a line may cut into the pushed boundary
constexpr double near_end = 2;   // pixels around the ends, where what lies below is near anyway
constexpr double margin = 0.7;   // pixels from a line to what lies below
constexpr double farthest = 64;  // pixels, that a corner may lie off the boundary

double twice_area(Point a, Point b, Point c) { return cross(b - a, c - a); }

}  // namespace

bool BeneathPath::lies_below(int64_t x, int64_t y) const {
  const uint32_t region = map_.at(x, y);
  return region != own_ && !layers_.covers(region, own_);
}

bool BeneathPath::lies_below(Point p) const {
  return lies_below(static_cast<int64_t>(std::floor(p.x)), static_cast<int64_t>(std::floor(p.y)));
}

Point BeneathPath::pushed(std::span<const BoundaryPoint> points, size_t i) const {
  const Point before = points[i > 2 ? i - 3 : 0].at,
              after = points[std::min(i + 3, points.size() - 1)].at;
  const Point out = left_of(unit(after - before)), p = points[i].at;
  const auto covered = [&](Point q) {
    return layers_.covers(
        map_.at(static_cast<int64_t>(std::floor(q.x)), static_cast<int64_t>(std::floor(q.y))),
        own_);
  };
  for (const double d : {3.0, 2.0, 1.0, 0.5}) {
    if (covered(p + out * (d + margin)) && covered(p + out * (d / 2 + margin))) return p + out * d;
  }
  return p;
}

// Nothing below within the triangle, at the centres of pixels.
bool BeneathPath::clear(Point a, Point b, Point c) const {
  const int first = std::max(0, static_cast<int>(std::ceil(std::min({a.y, b.y, c.y}) - 0.5))),
            last = std::min(map_.height - 1,
                            static_cast<int>(std::floor(std::max({a.y, b.y, c.y}) - 0.5)));
  for (int y = first; y <= last; ++y) {
    double low = map_.width, high = 0;
    const auto cut = [&](Point p, Point q) {
      const double middle = y + 0.5;
      if (p.y == q.y || middle < std::min(p.y, q.y) || middle > std::max(p.y, q.y)) return;
      const double x = p.x + (middle - p.y) / (q.y - p.y) * (q.x - p.x);
      low = std::min(low, x), high = std::max(high, x);
    };
    cut(a, b), cut(b, c), cut(c, a);
    const int end = std::min(map_.width - 1, static_cast<int>(std::floor(high - 0.5)));
    for (int x = std::max(0, static_cast<int>(std::ceil(low - 0.5))); x <= end; ++x) {
      if (lies_below(x, y)) return false;
    }
  }
  return true;
}

// Nothing below on or close to the line, but near the ends of the path.
bool BeneathPath::clear(Point a, Point b) const {
  const double size = length(b - a);
  const Point out = left_of(unit(b - a)) * margin;
  for (double s = 0; s <= size; s += 0.5) {
    const Point p = a + (b - a) * (size > 0 ? s / size : 0);
    if (length(p - nodes_.front().at) < near_end || length(p - nodes_.back().at) < near_end) {
      continue;
    }
    if (lies_below(p) || lies_below(p + out)) return false;
  }
  return true;
}

// The line from a to b leaves what the boundary between them encloses on its right.
bool BeneathPath::keeps_region(const Node& a, const Node& b) const {
  const Point along = unit(b.at - a.at);
  for (size_t i = a.last + 1; i < b.first; ++i) {
    if (cross(along, boundary_[i] - a.at) < -loss) return false;
  }
  return true;
}

bool BeneathPath::may_remove(const Node& a, const Node& n, const Node& b) const {
  const Point along = unit(b.at - a.at);
  if (cross(along, n.at - a.at) < -loss) return false;
  return keeps_region(a, b) && clear(a.at, n.at, b.at) && clear(a.at, b.at);
}

// The edge from b to c may shrink to the point where the edges beside it meet.
bool BeneathPath::may_meet(Point a, Point b, Point c, Point d, double largest,
                           Point& meeting) const {
  const Point u = b - a, w = c - d;
  const double determinant = cross(u, w);
  if (std::abs(determinant) < 1e-9) return false;
  const double s = cross(d - a, w) / determinant, t = cross(d - a, u) / determinant;
  if (s < 1 || t < 1) return false;
  meeting = a + u * s;
  if (length(meeting - b) > farthest || length(meeting - c) > farthest) return false;
  if (std::abs(twice_area(b, meeting, c)) >= largest) return false;
  return clear(b, meeting, c) && clear(b, meeting) && clear(meeting, c);
}

bool BeneathPath::remove_nodes(double largest) {
  kept_.assign(1, nodes_.front());
  for (size_t i = 1; i + 1 < nodes_.size(); ++i) {
    const Node &a = kept_.back(), &n = nodes_[i], &b = nodes_[i + 1];
    const bool small = std::abs(twice_area(a.at, n.at, b.at)) < largest;
    if (!small || !may_remove(a, n, b)) kept_.push_back(n);
  }
  kept_.push_back(nodes_.back());
  nodes_.swap(kept_);
  return nodes_.size() < kept_.size();
}

bool BeneathPath::merge_edges(double largest) {
  kept_.assign(1, nodes_.front());
  size_t i = 1;
  for (; i + 2 < nodes_.size(); ++i) {
    const Node &b = nodes_[i], &c = nodes_[i + 1];
    Point meeting;
    if (may_meet(kept_.back().at, b.at, c.at, nodes_[i + 2].at, largest, meeting)) {
      nodes_[i + 1] = {meeting, b.first, c.last};
    } else {
      kept_.push_back(b);
    }
  }
  kept_.insert(kept_.end(),
               nodes_.begin() + static_cast<std::ptrdiff_t>(std::min(i, nodes_.size())),
               nodes_.end());
  nodes_.swap(kept_);
  return nodes_.size() < kept_.size();
}

void BeneathPath::run(Point from, Point to, std::span<const BoundaryPoint> points,
                      std::vector<Piece>& pieces) {
  // The first and last points lie where the ends have run on to already.
  constexpr size_t skipped = 2;
  boundary_.clear();
  for (size_t i = 0; i < points.size(); ++i) boundary_.push_back(pushed(points, i));
  const size_t count = boundary_.size();
  nodes_.clear();
  nodes_.push_back({from, 0, std::min(skipped, count)});
  for (size_t i = skipped + 1; i + skipped + 1 < count; ++i) nodes_.push_back({boundary_[i], i, i});
  nodes_.push_back({to, count > skipped ? count - skipped - 1 : count, count});
  for (double largest = 1; largest < 1e6; largest *= 4) {
    while (remove_nodes(largest) || merge_edges(largest)) {
    }
  }
  for (size_t i = 1; i < nodes_.size(); ++i) {
    pieces.push_back({Piece::beneath, false, {}, {}, 0, nodes_[i].at});
  }
}

}  // namespace trace
