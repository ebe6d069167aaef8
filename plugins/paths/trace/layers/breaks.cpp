// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/breaks.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "plugins/paths/common/polynomial.hpp"

namespace trace {
namespace {

constexpr double longest_window = 6;       // pixels to each side, beyond the gap
constexpr double corner_residual = 0.07;   // of the quartic, in pixels: more is a corner
constexpr double fold = 0.5;               // the residual said of a window that folds back
constexpr double bend_worth_a_look = 0.9;  // second difference of 3-point sums, in pixels

// One side of a place on the outline: a parabola that leaves `at` along `along`.
struct Arm {
  Point at, along;
  double curvature;

  Point normal() const { return {-along.y, along.x}; }
  Point point(double s) const { return at + along * s + normal() * (curvature * s * s / 2); }
  Point slope(double s) const { return along + normal() * (curvature * s); }
};

class BreakFinder {
 public:
  explicit BreakFinder(const std::vector<BoundaryPoint>& points)
      : points_(points),
        count_(static_cast<int>(points.size())),
        length_(2 * points.size() + 1),
        score_(points.size()),
        corner_(points.size()),
        settled_(points.size()) {
    for (int i = 0; i < 2 * count_; ++i) {
      length_[at(i + 1)] = length_[at(i)] + length(point(i + 1).at - point(i).at);
    }
    window_ = std::min(longest_window, length_[at(count_)] / 6);
  }

  std::vector<Break> find() {
    for (int i = 0; i < count_; ++i) {
      if (may_bend(i)) score_[at(i)] = score(i);
    }
    while (const auto strongest = next_corner()) add_corner(*strongest);
    find_covers();
    drop_corners_at_covers();
    // A lone visible point comes out before it goes under.
    const auto key = [](const Break& b) { return std::pair(b.index, b.kind != Break::comes_out); };
    std::stable_sort(breaks_.begin(), breaks_.end(),
                     [&](const Break& a, const Break& b) { return key(a) < key(b); });
    return breaks_;
  }

 private:
  static size_t at(int i) { return static_cast<size_t>(i); }
  int wrap(int i) const { return (i % count_ + count_) % count_; }
  const BoundaryPoint& point(int i) const { return points_[at(wrap(i))]; }
  // How far the k-th point before (k < 0) or after point i lies along the outline.
  double distance(int i, int k) const {
    return k >= 0 ? length_[at(i + k)] - length_[at(i)]
                  : length_[at(i + count_)] - length_[at(i + count_ + k)];
  }
  bool blocks(int i) const { return point(i).hidden || corner_[at(wrap(i))]; }

  // A cheap look: the second difference of means tells where no corner can be.
  bool may_bend(int i) const {
    if (!point(i).good) return true;
    Point bend;
    for (int k = -1; k <= 1; ++k) {
      const BoundaryPoint &before = point(i - 4 + k), &after = point(i + 4 + k);
      if (before.hidden || after.hidden || !before.good || !after.good) return true;
      bend = bend + before.at + after.at - point(i + k).at * 2;
    }
    return length(bend) >= bend_worth_a_look;
  }

  // Good points within the window on one side, nearest first.
  void collect(int i, int step, std::vector<Point>& into) const {
    int k = 1;
    for (; k < count_ / 2; ++k) {
      const int j = i + step * k;
      if (distance(i, step * k) > window_ + corner_gap || blocks(j)) break;
      if (point(j).good) into.push_back(point(j).at);
    }
    if (corner_[at(wrap(i + step * k))])
      into.resize(into.size() - std::min<size_t>(2, into.size()));
  }

  // How badly a quartic fits the window around point i.
  double score(int i) {
    constexpr size_t fewest_before = 3, fewest = 7;
    if (point(i).hidden) return 0;
    before_.clear(), after_.clear();
    collect(i, -1, before_);
    collect(i, 1, after_);
    window_points_.assign(before_.rbegin(), before_.rend());
    if (point(i).good) window_points_.push_back(point(i).at);
    window_points_.insert(window_points_.end(), after_.begin(), after_.end());
    if (window_points_.size() < fewest || before_.size() < fewest_before ||
        window_points_.size() - before_.size() <= fewest_before) {
      return 0;
    }
    const Point along = unit(window_points_.back() - window_points_.front());
    bool folds = false;
    for (Point& p : window_points_) {
      const Point d = p - point(i).at;
      p = {dot(d, along), cross(along, d)};
    }
    for (size_t k = 1; k < window_points_.size(); ++k) {
      folds = folds || window_points_[k].x < window_points_[k - 1].x - 0.6;
    }
    const double residual = fit_polynomial(window_points_, 4).residual;
    return folds ? std::max(residual, fold) : residual;
  }

  std::optional<int> next_corner() const {
    int best = -1;
    for (int i = 0; i < count_; ++i) {
      if (settled_[at(i)] || score_[at(i)] <= corner_residual) continue;
      if (best < 0 || score_[at(i)] > score_[at(best)]) best = i;
    }
    return best < 0 ? std::nullopt : std::optional(best);
  }

  std::optional<Arm> arm(int i, int step) const {
    constexpr double straight_residual = 0.04;
    std::vector<Point> near;
    for (int k = 0; k < count_ / 2; ++k) {
      const double d = distance(i, step * k);
      if (d < corner_gap) continue;
      if (d > window_ + corner_gap + 1 || blocks(i + step * k)) break;
      if (point(i + step * k).good) near.push_back(point(i + step * k).at);
    }
    if (near.size() < 2) return {};
    const Point start = near.front(), along = unit(near.back() - start);
    for (Point& p : near) p = {dot(p - start, along), cross(along, p - start)};
    Polynomial fit = fit_polynomial(near, 1);
    if (near.size() >= 5 && fit.residual > straight_residual) fit = fit_polynomial(near, 2);
    const Point normal{-along.y, along.x};
    return Arm{start + normal * fit.c[0], unit(along + normal * fit.c[1]), 2 * fit.c[2]};
  }

  // Where two arms, both running away from it, meet; Newton's method.
  static std::optional<Point> meeting(const Arm& a, const Arm& b) {
    constexpr double parallel = 0.05, longest_step = 2, near = 0.2;
    double s = -corner_gap, t = -corner_gap;
    for (int k = 0; k < 8; ++k) {
      const Point apart = a.point(s) - b.point(t);
      const Point ds = a.slope(s), dt = b.slope(t) * -1;
      const double determinant = cross(ds, dt);
      if (std::abs(determinant) < parallel) break;
      s += std::clamp(-cross(apart, dt) / determinant, -longest_step, longest_step);
      t += std::clamp(-cross(ds, apart) / determinant, -longest_step, longest_step);
    }
    if (length(a.point(s) - b.point(t)) >= near) return {};
    return (a.point(s) + b.point(t)) * 0.5;
  }

  void add_corner(int i) {
    constexpr double straight_on = -0.975, farthest = 4.5, surely = 0.25, one_corner = 2;
    settled_[at(i)] = 1;
    Point place = point(i).at;
    const auto before = arm(i, -1), after = arm(i, 1);
    if (before && after) {
      const double turn = dot(before->along, after->along);
      const auto meet = meeting(*before, *after);
      if (meet && length(*meet - place) < farthest && turn > straight_on) {
        place = *meet;
      } else if (turn <= straight_on && score_[at(i)] < surely) {
        return;
      }
    }
    breaks_.push_back({i, place, Break::corner});
    corner_[at(i)] = 1;
    for (const int step : {-1, 1}) {
      for (int k = 1; k < count_ / 2 && distance(i, step * k) < 2 * window_ + 2; ++k) {
        const int j = wrap(i + step * k);
        if (distance(i, step * k) < one_corner) settled_[at(j)] = 1;
        score_[at(j)] = score(j);
      }
    }
  }

  // The outline that ends at point i, or begins there, run on one pixel further.
  Point run_on(int i, int step) const {
    const auto fit = arm(i, step);
    if (!fit) return point(i).at;
    return fit->point(-(length(point(i).at - fit->at) + 1));
  }

  void find_covers() {
    for (int i = 0; i < count_; ++i) {
      const int next = wrap(i + 1);
      if (!point(i).hidden && point(next).hidden) {
        breaks_.push_back({i, run_on(i, -1), Break::goes_under});
      } else if (point(i).hidden && !point(next).hidden) {
        breaks_.push_back({next, run_on(next, 1), Break::comes_out});
      }
    }
  }

  void drop_corners_at_covers() {
    const std::vector<Break> all = breaks_;
    std::erase_if(breaks_, [&](const Break& b) {
      if (b.kind != Break::corner) return false;
      return std::any_of(all.begin(), all.end(), [&](const Break& cover) {
        if (cover.kind == Break::corner) return false;
        const int apart = std::abs(b.index - cover.index);
        return std::min(apart, count_ - apart) < 4 || length(b.at - cover.at) < 3;
      });
    });
  }

  const std::vector<BoundaryPoint>& points_;
  int count_;
  std::vector<double> length_;  // along the outline, twice round
  double window_ = 0;
  std::vector<double> score_;
  std::vector<char> corner_, settled_;
  std::vector<Break> breaks_;
  std::vector<Point> before_, after_, window_points_;
};

}  // namespace

std::vector<Break> find_breaks(const std::vector<BoundaryPoint>& points) {
  return BreakFinder(points).find();
}

}  // namespace trace
