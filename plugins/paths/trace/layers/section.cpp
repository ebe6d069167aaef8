// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/section.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plugins/paths/common/polynomial.hpp"
#include "plugins/paths/trace/layers/stretch.hpp"

namespace trace {
namespace {

// What each kind costs in a document, in bytes.
constexpr double axis_line_bytes = 4, line_bytes = 6.5, cubic_bytes = 17, arc_bytes = 19;
constexpr double unreached = std::numeric_limits<double>::max();

constexpr int most_places = 60;      // for nodes in a section
constexpr size_t most_samples = 10;  // points that a piece is fitted to
constexpr int tangent_reach = 5;

class SectionFitter {
 public:
  SectionFitter(const Section& section, const SectionRule& rule) : section_(section), rule_(rule) {
    points_.push_back(section.start);
    points_.insert(points_.end(), section.points.begin(), section.points.end());
    points_.push_back(section.end);
    choose_places();
    find_tangents();
  }

  void fit(std::vector<Piece>& pieces) {
    const size_t count = places_.size();
    cost_.assign(count, unreached);
    before_.assign(count, 0);
    best_.resize(count);
    cost_[0] = 0;
    for (size_t i = 0; i + 1 < count; ++i) {
      extend(i);
      if (cost_[i + 1] == unreached) {  // nothing fits: a line all the same
        cost_[i + 1] = cost_[i] + line_bytes + 5;
        before_[i + 1] = i;
        best_[i + 1] = Piece{Piece::line, false, {}, {}, 0, points_[at(places_[i + 1])]};
      }
    }
    const size_t first = pieces.size();
    for (size_t k = count - 1; k > 0; k = before_[k]) {
      pieces.push_back(best_[k]);
      pieces.back().smooth = k + 1 < count;
    }
    std::reverse(pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end());
  }

 private:
  static size_t at(int i) { return static_cast<size_t>(i); }

  void choose_places() {
    const auto count = static_cast<int>(points_.size());
    const int step = std::max({1, rule_.step, count / most_places});
    const int parts = std::max(1, (count - 1 + step / 2) / step);
    for (int k = 0; k < parts; ++k) places_.push_back((k * (count - 1) + parts / 2) / parts);
    places_.push_back(count - 1);
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  }

  void find_tangents() {
    const auto last = static_cast<int>(points_.size()) - 1;
    const bool start_known = dot(section_.start_tangent, section_.start_tangent) > 0;
    const bool end_known = dot(section_.end_tangent, section_.end_tangent) > 0;
    const int low = start_known ? 0 : 1, high = end_known ? last : last - 1;
    for (const int i : places_) {
      if (i == 0) {
        tangents_.push_back(start_known ? section_.start_tangent
                                        : tangent_at(points_, 1, 6, 1, std::min(last - 1, 7)));
      } else if (i == last) {
        tangents_.push_back(
            end_known ? section_.end_tangent
                      : tangent_at(points_, last - 1, 6, std::max(1, last - 7), last - 1));
      } else {
        tangents_.push_back(tangent_at(points_, i, tangent_reach, low, high));
      }
    }
  }

  // Tries all pieces from place i on, until none fits for some places in a row.
  void extend(size_t i) {
    int misses = 0;
    for (size_t j = i + 1; j < places_.size() && misses < 4; ++j) {
      if (cost_[i] + axis_line_bytes >= cost_[j]) continue;
      misses = reach(i, j) ? 0 : misses + 1;
    }
  }

  // Returns whether any piece fits between two places.
  bool reach(size_t i, size_t j) {
    const int first = places_[i] + 1, last = places_[j];
    const auto inner = static_cast<size_t>(last - first);
    const size_t step = std::max<size_t>(1, inner / most_samples);
    samples_.clear();
    for (size_t k = 0; k < inner; k += step) samples_.push_back(points_[at(first) + k]);
    const double weight = samples_.empty()
                              ? 1
                              : static_cast<double>(inner) / static_cast<double>(samples_.size()) *
                                    rule_.bytes_a_square;
    const Point from = points_[at(places_[i])], to = points_[at(places_[j])];
    const double limit = rule_.tolerance * rule_.tolerance;

    const StretchFit straight = line_error(samples_, from, to);
    const bool line_fits = straight.largest <= limit;
    if (line_fits) {
      const Piece line{Piece::line, false, {}, {}, 0, to};
      offer(i, j, piece_bytes(line, from) + straight.sum * weight, line);
    }
    if (inner < 2) return line_fits;
    if (cost_[i] + cubic_bytes >= cost_[j]) return true;  // no curve could be worth it
    bool fits = line_fits;
    Piece piece;
    const auto curve =
        fitter_.cubic(samples_, from, to, tangents_[i], tangents_[j] * -1, limit, piece);
    if (curve && curve->largest <= limit) {
      fits = true;
      offer(i, j, cubic_bytes + curve->sum * weight, piece);
    }
    if (rule_.arcs && inner >= 6) {
      const auto arc = fitter_.arc(samples_, from, to, rule_.largest_radius, piece);
      if (arc && arc->largest <= limit) {
        fits = true;
        offer(i, j, arc_bytes + arc->sum * weight, piece);
      }
    }
    return fits;
  }

  void offer(size_t i, size_t j, double cost, const Piece& piece) {
    if (cost_[i] + cost >= cost_[j]) return;
    cost_[j] = cost_[i] + cost;
    before_[j] = i;
    best_[j] = piece;
  }

  const Section& section_;
  const SectionRule& rule_;
  StretchFitter fitter_;
  std::vector<Point> points_, tangents_, samples_;
  std::vector<int> places_;  // of nodes: indices of points; tangents_ belong to them
  std::vector<double> cost_;
  std::vector<size_t> before_;
  std::vector<Piece> best_;
};

}  // namespace

double piece_bytes(const Piece& piece, Point from) {
  if (piece.kind == Piece::cubic) return cubic_bytes;
  if (piece.kind == Piece::arc) return arc_bytes;
  const Point along = piece.end - from;
  return std::abs(along.x) < 0.1 || std::abs(along.y) < 0.1 ? axis_line_bytes : line_bytes;
}

double bytes_of(std::span<const Piece> pieces, Point from) {
  double sum = 0;
  for (const Piece& piece : pieces) {
    sum += piece_bytes(piece, from);
    from = piece.end;
  }
  return sum;
}

Point tangent_at(std::span<const Point> points, int i, int reach, int low, int high) {
  const int first = std::max(low, i - reach), last = std::min(high, i + reach);
  const auto at = [&](int k) { return points[static_cast<size_t>(k)]; };
  const Point along = unit(at(last) - at(first));
  std::vector<Point> local;
  for (int k = first; k <= last; ++k) {
    const Point d = at(k) - at(i);
    local.push_back({dot(d, along), cross(along, d)});
  }
  if (local.size() < 4) return along;
  const Polynomial fit = fit_polynomial(local, local.size() >= 6 ? 3 : 2);
  return unit(along + Point{-along.y, along.x} * fit.c[1]);
}

void fit_section(const Section& section, const SectionRule& rule, std::vector<Piece>& pieces) {
  if (section.points.size() < 2) {
    pieces.push_back({Piece::line, false, {}, {}, 0, section.end});
    return;
  }
  SectionFitter(section, rule).fit(pieces);
}

}  // namespace trace
