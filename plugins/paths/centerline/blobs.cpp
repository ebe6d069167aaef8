// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/blobs.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace centerline {
namespace {

using trace::Point;
using Pixels = std::unordered_set<size_t>;

class Blobs {
 public:
  Blobs(const std::vector<size_t>& part, const std::vector<uint32_t>& distance, const Mask& mask,
        std::vector<char>& drawn, trace::Pace& pace)
      : part_(part), distance_(distance), mask_(mask), pace_(pace), drawn_(drawn) {}

  std::vector<size_t> find(const std::vector<Stroke>& strokes) {
    double widest = 0;
    for (const Stroke& stroke : strokes) widest = std::max(widest, stroke.width);
    // Where two lines cross at right angles, a pixel is 0.7 of their width from the edge.
    const double most = 0.7 * widest + 1;
    std::vector<size_t> thick;
    for (const size_t i : part_) {
      if (distance_[i] > most * most) thick.push_back(i);
    }
    cover(strokes);
    for (const size_t i : thick) add_disc(i);
    add_left_over(0.3 * widest * widest);
    grow();
    return std::move(found_);
  }

 private:
  // Calls for each pixel of the mask whose centre is less than `radius` from the point.
  template <class Visit>
  void each_near(Point at, double radius, Visit visit) const {
    const auto first = [&](double v) { return static_cast<int>(std::floor(v - radius)); };
    const auto last = [&](double v) { return static_cast<int>(std::ceil(v + radius)); };
    for (int y = std::max(0, first(at.y)); y <= std::min(mask_.height() - 1, last(at.y)); ++y) {
      for (int x = std::max(0, first(at.x)); x <= std::min(mask_.width() - 1, last(at.x)); ++x) {
        const Point off = Point{x + 0.5, y + 0.5} - at;
        if (mask_.has(x, y) && trace::dot(off, off) < radius * radius) visit(mask_.index(x, y));
      }
    }
  }

  void add(size_t i) {
    if (seen_.insert(i).second) found_.push_back(i);
  }

  // All that is nearer to this pixel than the edge is, unless lines that meet at a sharp angle
  // cover it.
  void add_disc(size_t i) {
    pace_.step();
    const Pixel p = mask_.pixel(i);
    const Point at{p.x + 0.5, p.y + 0.5};
    const double radius = std::sqrt(static_cast<double>(distance_[i]));
    bool all = true;
    each_near(at, radius, [&](size_t k) { all = all && drawn_[k]; });
    if (!all) each_near(at, radius, [&](size_t k) { add(k); });
  }

  void cover(const std::vector<Stroke>& strokes) {
    const auto cover_at = [&](Point at, double width) {
      pace_.step();
      each_near(at, width / 2 + 1, [&](size_t k) { drawn_[k] = 1; });
    };
    for (const Stroke& stroke : strokes) {
      const size_t n = stroke.points.size();
      for (size_t k = stroke.closed ? 0 : 1; k < n; ++k) {
        const Point a = stroke.points[(k + n - 1) % n], b = stroke.points[k];
        const int steps = 1 + static_cast<int>(trace::length(b - a));
        for (int s = 0; s <= steps; ++s) {
          cover_at(a + (b - a) * (static_cast<double>(s) / steps), stroke.width);
        }
      }
    }
  }

  // Calls for each neighbour of the pixel that no stroke draws.
  template <class Visit>
  void each_bare_neighbour(size_t i, Visit visit) const {
    for (int d = 0; d < 8; ++d) {
      const size_t next = i + static_cast<size_t>(mask_.step(d));
      if (mask_[next] && !drawn_[next]) visit(next);
    }
  }

  // What no stroke draws, where that is more than the unevenness of an edge.
  void add_left_over(double least) {
    Pixels visited;
    std::vector<size_t> patch;
    for (const size_t first : part_) {
      if (drawn_[first] || !visited.insert(first).second) continue;
      patch.assign(1, first);
      for (size_t k = 0; k < patch.size(); ++k) {
        pace_.step();
        each_bare_neighbour(patch[k], [&](size_t next) {
          if (visited.insert(next).second) patch.push_back(next);
        });
      }
      if (static_cast<double>(patch.size()) < least) continue;
      for (const size_t i : patch) {
        const Pixel p = mask_.pixel(i);
        each_near({p.x + 0.5, p.y + 0.5}, 2, [&](size_t k) { add(k); });
      }
    }
  }

  void grow() {
    for (size_t k = 0; k < found_.size(); ++k) {
      pace_.step();
      each_bare_neighbour(found_[k], [&](size_t next) { add(next); });
    }
  }

  const std::vector<size_t>& part_;
  const std::vector<uint32_t>& distance_;
  const Mask& mask_;
  trace::Pace& pace_;
  std::vector<char>& drawn_;  // by index of the mask: a stroke is there, or a pixel beside it
  std::vector<size_t> found_;
  Pixels seen_;
};

}  // namespace

std::vector<size_t> blobs(const std::vector<size_t>& part, const std::vector<uint32_t>& distance,
                          const std::vector<Stroke>& strokes, const Mask& mask,
                          std::vector<char>& drawn, trace::Pace& pace) {
  return Blobs(part, distance, mask, drawn, pace).find(strokes);
}

}  // namespace centerline
