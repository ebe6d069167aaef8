// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/gaps.hpp"

#include <algorithm>

#include "plugins/paths/centerline/arm.hpp"

namespace centerline {
namespace {

using trace::Point;

class GapFiller {
 public:
  explicit GapFiller(Stroke& stroke)
      : points_(stroke.points),
        corners_(stroke.corners),
        width_(stroke.width),
        reach_(corner_reach(stroke.width)) {
    if (stroke.closed) begin_away_from_gaps();
  }

  void fill() {
    for (size_t next = points_.size() - 1; next > 0; --next) {
      if (!is_gap(next) || is_corner(next) || is_corner(next - 1)) continue;
      if (const auto corner = turn(next)) insert(next, *corner);
    }
  }

 private:
  static constexpr double gap_ = 2.5;  // pixels

  bool is_gap(size_t next) const {
    return trace::length(points_[next] - points_[next - 1]) >= gap_;
  }
  bool is_corner(size_t i) const {
    return std::find(corners_.begin(), corners_.end(), i) != corners_.end();
  }

  void begin_away_from_gaps() {
    const size_t n = points_.size();
    size_t first = n / 2;
    while (first > 0 && is_gap(first)) --first;
    std::rotate(points_.begin(), points_.begin() + static_cast<std::ptrdiff_t>(first),
                points_.end());
    for (size_t& corner : corners_) corner = (corner + n - first) % n;
  }

  // How many points follow one another without a gap or a corner, twice reach_ at most.
  int room(size_t from, int step) const {
    int count = 0;
    for (size_t i = from; count < 2 * reach_; ++count) {
      if (step < 0 ? i == 0 : i + 1 == points_.size()) break;
      if (is_gap(step < 0 ? i : i + 1)) break;
      i = step < 0 ? i - 1 : i + 1;
      if (is_corner(i)) break;
    }
    return count;
  }

  std::optional<Point> turn(size_t next) const {
    constexpr double straight_on = 0.94;  // the cosine of 20 degrees
    const int before = room(next - 1, -1), after = room(next, 1);
    if (before < 2 || after < 2) return std::nullopt;
    const Arm in = arm_of(points_, static_cast<int>(next) - 1, -1, before, reach_);
    const Arm out = arm_of(points_, static_cast<int>(next), 1, after, reach_);
    if (-trace::dot(in.along, out.along) > straight_on) return std::nullopt;
    return corner_of(in, out, (points_[next - 1] + points_[next]) * 0.5, width_);
  }

  void insert(size_t at, Point corner) {
    points_.insert(points_.begin() + static_cast<std::ptrdiff_t>(at), corner);
    for (size_t& c : corners_) c += c >= at;
    corners_.push_back(at);
  }

  std::vector<Point>& points_;
  std::vector<size_t>& corners_;
  double width_;
  int reach_;
};

}  // namespace

void fill_gaps(Stroke& stroke) { GapFiller(stroke).fill(); }

}  // namespace centerline
