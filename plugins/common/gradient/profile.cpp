// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/gradient/profile.hpp"

#include <algorithm>
#include <cmath>

namespace gradient {
namespace {

constexpr double level_ends = 0.8;    // levels, by which a knot at an end may differ from the next
constexpr double least_stray = 1.25;  // levels, that are worth a stop

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

std::vector<double> even_knots(double begin, double end) {
  constexpr double least_step = 2, most = 64;
  const double parts = std::clamp(std::floor((end - begin) / least_step), 1.0, most);
  std::vector<double> knots;
  for (double i = 0; i <= parts; ++i) knots.push_back(begin + (end - begin) * i / parts);
  return knots;
}

Profile::Between Profile::find(double place) const {
  if (place <= knots_.front()) return {0, 0};
  if (place >= knots_.back()) return {knots_.size() > 1 ? knots_.size() - 2 : 0, 1};
  const auto after = std::upper_bound(knots_.begin(), knots_.end(), place);
  const auto first = static_cast<size_t>(after - knots_.begin()) - 1;
  return {first, (place - knots_[first]) / (knots_[first + 1] - knots_[first])};
}

Profile::Profile(std::span<const Placed> pixels, std::vector<double> knots)
    : knots_(std::move(knots)), colours_(knots_.size()) {
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
  const double tie = 1e-6 * static_cast<double>(pixels.size()) + 1e-9;
  for (Tridiagonal* matrix : {&colour, &alpha}) {
    for (size_t i = 0; i + 1 < size; ++i) {
      matrix->diagonal[i] += tie, matrix->diagonal[i + 1] += tie;
      matrix->beside[i] -= tie;
    }
    for (double& d : matrix->diagonal) d += 1e-9 * tie;
  }
  colour.solve(colours_, 0, 3);
  alpha.solve(colours_, 3, 4);
  for (Channels& c : colours_) {
    for (double& v : c) v = std::clamp(v, 0.0, 255.0);
  }
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
  if (knots_.size() == 1 || place < knots_.front() || place > knots_.back()) return slope;
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

Profile Profile::with_stops(std::span<const Placed> pixels, double begin, double end, size_t most) {
  const Profile fine(pixels, even_knots(begin, end));
  std::vector<double> knots{begin, end};
  // Where the stops so far stray farthest there is another one.
  while (knots.size() < most) {
    const Profile coarse(pixels, knots);
    double largest = least_stray, where = 0;
    for (size_t i = 1; i + 1 < fine.knots_.size(); ++i) {
      const double place = fine.knots_[i];
      if (std::binary_search(knots.begin(), knots.end(), place)) continue;
      const Channels c = coarse.at(place);
      for (size_t k = 0; k < 4; ++k) {
        const double part = k < 3 ? fine.colours_[i][3] / 255 : 1;
        const double off = std::abs(c[k] - fine.colours_[i][k]) * part;
        if (off > largest) largest = off, where = place;
      }
    }
    if (largest <= least_stray) break;
    knots.insert(std::upper_bound(knots.begin(), knots.end(), where), where);
  }
  // Inner stops move to where they serve best.
  Profile best(pixels, knots);
  double least = best.error(pixels);
  const double whole = fine.knots_[1] - fine.knots_[0];
  for (double step = whole; step > whole / 16; step /= 2) {
    for (size_t i = 1; i + 1 < knots.size(); ++i) {
      for (const double by : {-step, step}) {
        std::vector<double> moved = knots;
        moved[i] += by;
        if (moved[i] - moved[i - 1] < whole / 4 || moved[i + 1] - moved[i] < whole / 4) continue;
        const Profile other(pixels, moved);
        const double error = other.error(pixels);
        if (error >= least) continue;
        least = error, best = other, knots = moved;
      }
    }
  }
  best.drop_level_ends();
  return best;
}

}  // namespace gradient
