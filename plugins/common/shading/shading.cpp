// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/shading/shading.hpp"

#include <utility>

namespace shading {

namespace {

constexpr int least_side = 24, most_squares = 32;  // of a square; along the longer side
constexpr float step_square = 12 * 12;             // from square to square
constexpr float least_change = 6;                  // levels; less is no shading
constexpr float darkest = 0.6F;                    // of the lightest ground
constexpr float largest_tint = 0.06F;              // difference between the channels' factors

float luminance(const Colour3& c) { return 0.299F * c[0] + 0.587F * c[1] + 0.114F * c[2]; }

float square_distance(const Colour3& a, const Colour3& b) {
  float sum = 0;
  for (size_t k = 0; k < 3; ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

template <class Visit>
void each_neighbour(size_t i, size_t across, size_t count, Visit visit) {
  if (i % across > 0) visit(i - 1);
  if (i % across + 1 < across) visit(i + 1);
  if (i >= across) visit(i - across);
  if (i + across < count) visit(i + across);
}

// The largest set of squares that hang together by small steps.
std::vector<size_t> largest_ground(const std::vector<std::optional<Colour3>>& squares,
                                   size_t across) {
  std::vector<char> seen(squares.size());
  std::vector<size_t> largest;
  for (size_t first = 0; first < squares.size(); ++first) {
    if (seen[first] || !squares[first]) continue;
    std::vector<size_t> ground{first};
    seen[first] = 1;
    for (size_t k = 0; k < ground.size(); ++k) {
      const size_t i = ground[k];
      each_neighbour(i, across, squares.size(), [&](size_t n) {
        if (seen[n] || !squares[n] || square_distance(*squares[n], *squares[i]) > step_square)
          return;
        seen[n] = 1;
        ground.push_back(n);
      });
    }
    if (ground.size() > largest.size()) largest.swap(ground);
  }
  return largest;
}

}  // namespace

Shading::Shading(int width, int height)
    : side_(std::max(least_side, (std::max(width, height) + most_squares - 1) / most_squares)),
      across_((width + side_ - 1) / side_),
      down_((height + side_ - 1) / side_) {}

std::optional<Shading> Shading::find(int width, int height, const Look& look) {
  Shading shading(width, height);
  if (std::min(width, height) < 4 * shading.side_) return {};
  std::vector<std::optional<Colour3>> squares;
  for (int y = 0; y < shading.down_; ++y) {
    for (int x = 0; x < shading.across_; ++x)
      squares.push_back(look(x * shading.side_, y * shading.side_, shading.side_));
  }
  const auto known = largest_ground(squares, static_cast<size_t>(shading.across_));
  if (2 * known.size() <= squares.size()) return {};
  shading.cells_.resize(squares.size());
  for (const size_t i : known) {
    shading.cells_[i] = *squares[i];
    for (size_t k = 0; k < 3; ++k)
      shading.mean_[k] += (*squares[i])[k] / static_cast<float>(known.size());
  }
  if (!shading.is_shaded(known)) return {};
  shading.spread(known);
  return shading;
}

bool Shading::is_shaded(const std::vector<size_t>& known) const {
  const float mean = luminance(mean_);
  float least = 255, most = 0;
  for (const size_t i : known) {
    const float here = luminance(cells_[i]);
    least = std::min(least, here), most = std::max(most, here);
    for (size_t k = 0; k < 3; ++k) {
      if (std::abs(cells_[i][k] * mean - here * mean_[k]) > largest_tint * mean_[k] * mean)
        return false;
    }
  }
  return most - least > least_change && least > darkest * most && !has_steps(known);
}

// Cards and roads on a ground are paler or darker by a step, with little changing before and after
// it; light changes everywhere.
bool Shading::has_steps(const std::vector<size_t>& known) const {
  constexpr float step = 2.5F;                         // levels
  constexpr float still = 0.25F, mostly_steps = 0.4F;  // parts of a step, and of all change
  std::vector<char> inside(cells_.size());
  for (const size_t i : known) inside[i] = 1;
  // The change from a square to the one after it; nothing where one of them is not known.
  const auto change = [&](int x, int y, int dx, int dy) -> std::optional<float> {
    const auto there = [&](int u, int v) {
      return u >= 0 && v >= 0 && u < across_ && v < down_ && inside[place(u, v)];
    };
    if (!there(x, y) || !there(x + dx, y + dy)) return std::nullopt;
    return std::abs(luminance(cells_[place(x, y)]) - luminance(cells_[place(x + dx, y + dy)]));
  };
  float all = 0, by_steps = 0;
  for (const auto& [dx, dy] : {std::pair{1, 0}, {0, 1}}) {
    for (int y = 0; y < down_; ++y) {
      for (int x = 0; x < across_; ++x) {
        const auto first = change(x, y, dx, dy), second = change(x + dx, y + dy, dx, dy);
        if (!first) continue;
        all += *first;
        // An edge within a square makes two changes of it.
        const float before = change(x - dx, y - dy, dx, dy).value_or(0);
        const float third = change(x + 2 * dx, y + 2 * dy, dx, dy).value_or(0);
        const auto is_step = [&](float here, float after) {
          return here > step && before < still * here && after < still * here;
        };
        const float both = *first + second.value_or(0);
        if (is_step(*first, second.value_or(0))) {
          by_steps += *first;
        } else if (is_step(both, third)) {
          by_steps += both;
        }
      }
    }
  }
  return by_steps > mostly_steps * all;
}

// Squares that something else covers get what is around them; then all are smoothed a little.
void Shading::spread(const std::vector<size_t>& known) {
  constexpr int rounds = 2 * most_squares;
  std::vector<char> fixed(cells_.size());
  for (const size_t i : known) fixed[i] = 1;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (!fixed[i]) cells_[i] = mean_;
  }
  for (int round = 0; round <= rounds; ++round) {
    const std::vector<Colour3> before = cells_;
    for (size_t i = 0; i < cells_.size(); ++i) {
      if (fixed[i] && round < rounds) continue;
      Colour3 sum = before[i];
      float weight = 1;
      each_neighbour(i, static_cast<size_t>(across_), cells_.size(), [&](size_t n) {
        for (size_t k = 0; k < 3; ++k) sum[k] += before[n][k];
        ++weight;
      });
      for (size_t k = 0; k < 3; ++k) cells_[i][k] = sum[k] / weight;
    }
  }
}

}  // namespace shading
