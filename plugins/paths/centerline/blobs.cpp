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
        trace::Pace& pace)
      : part_(part), distance_(distance), mask_(mask), pace_(pace) {}

  std::vector<size_t> find(const std::vector<Stroke>& strokes) {
    double widest = 0;
    for (const Stroke& stroke : strokes) widest = std::max(widest, stroke.width);
    // Where two lines cross at right angles, a pixel is 0.7 of their width from the edge.
    const double most = 0.7 * widest + 1;
    for (const size_t i : part_) {
      if (distance_[i] > most * most) add_disc(i);
    }
    if (!found_.empty()) grow(covered(strokes));
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

  // All that is nearer to this pixel than the edge is.
  void add_disc(size_t i) {
    pace_.step();
    const Pixel p = mask_.pixel(i);
    each_near({p.x + 0.5, p.y + 0.5}, std::sqrt(static_cast<double>(distance_[i])),
              [&](size_t k) { add(k); });
  }

  Pixels covered(const std::vector<Stroke>& strokes) const {
    Pixels pixels;
    const auto cover = [&](Point at, double width) {
      pace_.step();
      each_near(at, width / 2 + 1, [&](size_t k) { pixels.insert(k); });
    };
    for (const Stroke& stroke : strokes) {
      const size_t n = stroke.points.size();
      for (size_t k = 0; k < n; ++k) {
        const Point a = stroke.points[k], b = stroke.points[k + 1 < n       ? k + 1
                                                            : stroke.closed ? 0
                                                                            : k];
        const int steps = 1 + static_cast<int>(trace::length(b - a));
        for (int s = 0; s < steps; ++s)
          cover(a + (b - a) * (static_cast<double>(s) / steps), stroke.width);
      }
    }
    return pixels;
  }

  void grow(const Pixels& covered) {
    for (size_t k = 0; k < found_.size(); ++k) {
      pace_.step();
      for (int d = 0; d < 8; ++d) {
        const size_t next = found_[k] + static_cast<size_t>(mask_.step(d));
        if (mask_[next] && !covered.contains(next)) add(next);
      }
    }
  }

  const std::vector<size_t>& part_;
  const std::vector<uint32_t>& distance_;
  const Mask& mask_;
  trace::Pace& pace_;
  std::vector<size_t> found_;
  Pixels seen_;
};

}  // namespace

std::vector<size_t> blobs(const std::vector<size_t>& part, const std::vector<uint32_t>& distance,
                          const std::vector<Stroke>& strokes, const Mask& mask, trace::Pace& pace) {
  return Blobs(part, distance, mask, pace).find(strokes);
}

}  // namespace centerline
