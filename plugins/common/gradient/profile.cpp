// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/gradient/profile.hpp"

#include <algorithm>
#include <cmath>

namespace gradient {
namespace {

constexpr double level_ends = 0.8;    // levels, by which a knot at an end may differ from the next
constexpr double least_stray = 1.25;  // levels, that are worth a stop
constexpr double hardly_tied = 1e-4;

// Symmetric and tridiagonal: what least squares on hat functions comes to.
struct Tridiagonal {
  std::vector<double> diagonal, beside;

  explicit Tridiagonal(size_t size) : diagonal(size), beside(size) {}
  // Solves for several right sides at once, which become the solutions.
  void solve(std::vector<Channels>& right, size_t begin, size_t end) {
    const size_t size = diagonal.size();
    for (size_t i = 1; i < size; ++i) {
      const double f = beside[i - 1] / diagonal[i - 1];
      diagonal[i] -= f * beside[i - 1];
      for (size_t k = begin; k < end; ++k) right[i][k] -= f * right[i - 1][k];
    }
    for (size_t i = size; i-- > 0;) {
      for (size_t k = begin; k < end; ++k) {
        if (i + 1 < size) right[i][k] -= beside[i] * right[i + 1][k];
        right[i][k] /= diagonal[i];
      }
    }
  }
};

}  // namespace

Profile Profile::fine(std::span<const Placed> pixels, double begin, double end) {
  constexpr double least_step = 2, most = 64, pixels_a_knot = 10, tie = 0.01;
  const double parts = std::clamp(
      std::floor((end - begin) / least_step), 1.0,
      std::min(most,
               std::max(1.0, std::floor(static_cast<double>(pixels.size()) / pixels_a_knot))));
  std::vector<double> knots;
  for (double i = 0; i <= parts; ++i) knots.push_back(begin + (end - begin) * i / parts);
  knots.back() = end;  // exactly
  return Profile(pixels, knots, tie, (end - begin) / parts);
}

Profile::Between Profile::find(double place) const {
  if (place <= knots_.front()) return {0, 0};
  if (place >= knots_.back()) return {knots_.size() > 1 ? knots_.size() - 2 : 0, 1};
  if (spacing_ > 0) {
    const double at = (place - knots_.front()) / spacing_;
    const auto first = std::min(static_cast<size_t>(at), knots_.size() - 2);
    return {first, at - static_cast<double>(first)};
  }
  const auto after = std::upper_bound(knots_.begin(), knots_.end(), place);
  const auto first = static_cast<size_t>(after - knots_.begin()) - 1;
  return {first, (place - knots_[first]) / (knots_[first + 1] - knots_[first])};
}

Profile::Profile(std::span<const Placed> pixels, std::vector<double> knots, double tie,
                 double spacing)
    : spacing_(spacing), knots_(std::move(knots)), colours_(knots_.size()) {
  const size_t size = knots_.size();
  Tridiagonal colour(size), alpha(size);
  for (const Placed& p : pixels) {
    const Between at = find(p.place);
    const double after = size > 1 ? at.part : 0, before = 1 - after;
    const size_t i = at.first;
    const auto add = [&](Tridiagonal& matrix, double weight) {
      matrix.diagonal[i] += weight * before * before;
      if (after == 0) return;
      matrix.diagonal[i + 1] += weight * after * after;
      matrix.beside[i] += weight * before * after;
    };
    add(colour, p.weight);
    add(alpha, 1);
    for (size_t k = 0; k < 4; ++k) {
      const double weighted = p.colour[k] * (k < 3 ? p.weight : 1);
      colours_[i][k] += before * weighted;
      if (after > 0) colours_[i + 1][k] += after * weighted;
    }
  }
  // A knot that few pixels tell about keeps near to those beside it.
  tie *= static_cast<double>(pixels.size() + 1) / static_cast<double>(size);
  for (Tridiagonal* matrix : {&colour, &alpha}) {
    for (size_t i = 0; i + 1 < size; ++i) {
      matrix->diagonal[i] += tie, matrix->diagonal[i + 1] += tie;
      matrix->beside[i] -= tie;
    }
    for (double& d : matrix->diagonal) d += 1e-9 * tie;
  }
  colour.solve(colours_, 0, 3);
  alpha.solve(colours_, 3, 4);
}

Channels Profile::at(double place) const {
  const Between between = find(place);
  if (knots_.size() == 1) return colours_.front();
  Channels c;
  for (size_t k = 0; k < 4; ++k) {
    c[k] = colours_[between.first][k] * (1 - between.part) +
           colours_[between.first + 1][k] * between.part;
  }
  return c;
}

Channels Profile::slope_at(double place, size_t& interval) const {
  Channels slope{};
  interval = find(place).first;
  if (place < knots_.front() || place > knots_.back() || knots_.front() >= knots_.back()) {
    return slope;
  }
  const double length = knots_[interval + 1] - knots_[interval];
  for (size_t k = 0; k < 4; ++k) {
    slope[k] = (colours_[interval + 1][k] - colours_[interval][k]) / length;
  }
  return slope;
}

double Profile::error(std::span<const Placed> pixels) const {
  double sum = 0;
  for (const Placed& p : pixels) {
    const Channels c = at(p.place);
    for (size_t k = 0; k < 4; ++k) {
      const double off = c[k] - p.colour[k];
      sum += off * off * (k < 3 ? p.weight : 1);
    }
  }
  return sum;
}

double Profile::stray(double place, const Channels& colour) const {
  const Channels c = at(place);
  double largest = 0;
  for (size_t k = 0; k < 4; ++k) {
    largest = std::max(largest, std::abs(c[k] - colour[k]) * (k < 3 ? colour[3] / 255 : 1));
  }
  return largest;
}

void Profile::drop_level_ends() {
  const auto level = [&](size_t a, size_t b) {
    for (size_t k = 0; k < 4; ++k) {
      if (std::abs(colours_[a][k] - colours_[b][k]) > level_ends) return false;
    }
    return true;
  };
  while (knots_.size() > 2 && level(0, 1)) {
    knots_.erase(knots_.begin());
    colours_.erase(colours_.begin());
  }
  while (knots_.size() > 2 && level(knots_.size() - 2, knots_.size() - 1)) {
    knots_.pop_back();
    colours_.pop_back();
  }
}

// Inner ones, to where they serve best.
void Profile::move_knots(std::span<const Placed> pixels) {
  const double step = (knots_.back() - knots_.front()) / 64, least_gap = step / 4;
  double least = error(pixels);
  for (double by = step; by > step / 16; by /= 2) {
    for (size_t i = 1; i + 1 < knots_.size(); ++i) {
      for (const double move : {-by, by}) {
        std::vector<double> moved = knots_;
        moved[i] += move;
        if (moved[i] - moved[i - 1] < least_gap || moved[i + 1] - moved[i] < least_gap) continue;
        Profile other(pixels, std::move(moved), hardly_tied);
        const double error = other.error(pixels);
        if (error < least) least = error, *this = std::move(other);
      }
    }
  }
}

// Inner ones without which, once the others have moved, the pixels are as near.
void Profile::drop_idle_knots(std::span<const Placed> pixels) {
  constexpr double hardly_worse = 1.08;
  const double most = hardly_worse * error(pixels);
  for (size_t i = 1; i + 1 < knots_.size();) {
    std::vector<double> fewer = knots_;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    Profile other(pixels, std::move(fewer), hardly_tied);
    other.move_knots(pixels);
    if (other.error(pixels) <= most) {
      *this = std::move(other);
    } else {
      ++i;
    }
  }
}

// The pixels come from within an area; at its rim colours go on as they did.
void Profile::run_on(double begin, double end) {
  constexpr double rim = 2.5;  // pixels
  const auto extend = [&](size_t at, size_t next, double to) {
    const double length = knots_[next] - knots_[at];
    double part = (knots_[at] - to) / length;  // of the way to the next knot, beyond this one
    for (size_t k = 0; k < 4; ++k) {
      const double slope = colours_[at][k] - colours_[next][k];
      const double room = slope > 0 ? 255 - colours_[at][k] : colours_[at][k];
      if (slope != 0) part = std::min(part, room / std::abs(slope));
    }
    for (size_t k = 0; k < 4; ++k) colours_[at][k] += part * (colours_[at][k] - colours_[next][k]);
    knots_[at] -= part * length;
  };
  const size_t last = knots_.size() - 1;
  if (knots_.front() >= knots_.back()) return;
  if (knots_.front() == begin && begin != 0) extend(0, 1, begin - rim);
  if (knots_.back() == end) extend(last, last - 1, end + rim);
}

Profile Profile::with_stops(std::span<const Placed> pixels, double begin, double end, size_t most) {
  const Profile fine = Profile::fine(pixels, begin, end);
  // Where straight lines between the stops so far stray farthest there is another one (U. Ramer,
  // 1972). Through what the knots show, not by least squares: at the ends lie few pixels.
  Profile coarse = fine;
  coarse.spacing_ = 0;
  const size_t last = fine.knots_.size() - 1;
  coarse.knots_ = {fine.knots_.front(), fine.knots_.back()};
  coarse.colours_ = {fine.colours_.front(), fine.colours_.back()};
  while (coarse.knots_.size() < most) {
    double largest = least_stray;
    size_t where = 0;
    for (size_t i = 1; i < last; ++i) {
      const double off = coarse.stray(fine.knots_[i], fine.colours_[i]);
      if (off > largest) largest = off, where = i;
    }
    if (where == 0) break;
    const auto after =
        std::upper_bound(coarse.knots_.begin(), coarse.knots_.end(), fine.knots_[where]);
    coarse.colours_.insert(coarse.colours_.begin() + (after - coarse.knots_.begin()),
                           fine.colours_[where]);
    coarse.knots_.insert(after, fine.knots_[where]);
  }
  Profile best(pixels, coarse.knots_, hardly_tied);
  best.move_knots(pixels);
  best.drop_idle_knots(pixels);
  // Only now: what least squares overshoots shows where a stop is missing.
  for (Channels& c : best.colours_) {
    for (double& v : c) v = std::clamp(v, 0.0, 255.0);
  }
  best.drop_level_ends();
  best.run_on(begin, end);
  return best;
}

}  // namespace gradient
