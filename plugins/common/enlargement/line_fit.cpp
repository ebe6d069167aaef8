// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/enlargement/line_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace enlargement {

namespace {

constexpr float not_held = -1;
constexpr float holding = 16;      // weight of a bound of a small sample
constexpr float hardly = 1e-3F;    // weight that keeps what nothing tells from running away
constexpr float rounding = 0.51F;  // levels that a sample may be off

bool may_be_cut(float sample) {
  return sample < darkest + rounding || sample > brightest - rounding;
}

}  // namespace

LineFit::LineFit(pipeline::resize::Filter filter, int small, int large)
    : filter_(filter), small_(small), large_(large), taps_(filter, small, large) {
  const auto n = static_cast<size_t>(small);
  plain_.assign(n, Row{});
  free_.assign(static_cast<size_t>(large), 0);
  held_.assign(n, not_held);
  right_.resize(n), found_.resize(n);
  for (int i = 0; i < large; ++i) {
    const auto weights = taps_.weights(i);
    const auto begin = static_cast<size_t>(taps_.begin(i));
    for (size_t a = 0; a < weights.size(); ++a) {
      for (size_t b = a; b < weights.size(); ++b) {
        plain_[begin + a][b - a] += weights[a] * weights[b];
      }
    }
  }
  matrix_ = plain_;
  for (Row& row : plain_) row[0] += hardly;
  factor(plain_);
}

// Cholesky's factors of a matrix with a narrow band, in its place; diagonals are inverted.
void LineFit::factor(std::vector<Row>& matrix) const {
  const size_t n = matrix.size();
  for (size_t i = 0; i < n; ++i) {
    Row& row = matrix[i];
    const float inverse = 1 / std::sqrt(std::max(row[0], 1e-9F));
    row[0] = inverse;
    for (size_t k = 1; k < band; ++k) row[k] *= inverse;
    for (size_t k = 1; k < band && i + k < n; ++k) {
      Row& later = matrix[i + k];
      for (size_t j = k; j < band; ++j) later[j - k] -= row[k] * row[j];
    }
  }
}

void LineFit::solve(const std::vector<Row>& matrix) {
  const size_t n = matrix.size();
  found_ = right_;
  for (size_t i = 0; i < n; ++i) {
    found_[i] *= matrix[i][0];
    for (size_t k = 1; k < band && i + k < n; ++k) found_[i + k] -= matrix[i][k] * found_[i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = 1; k < band && i + k < n; ++k) found_[i] -= matrix[i][k] * found_[i + k];
    found_[i] *= matrix[i][0];
  }
}

// The equations of the samples that are not free, and of what is held.
void LineFit::build(std::span<const float> line) {
  std::fill(matrix_.begin(), matrix_.end(), Row{hardly});
  std::fill(right_.begin(), right_.end(), 0.0F);
  for (size_t i = 0; i < line.size(); ++i) {
    const auto weights = taps_.weights(static_cast<int64_t>(i));
    const auto begin = static_cast<size_t>(taps_.begin(static_cast<int64_t>(i)));
    const float weight = free_[i] ? hardly : 1;
    for (size_t a = 0; a < weights.size(); ++a) {
      right_[begin + a] += weight * weights[a] * line[i];
      for (size_t b = a; b < weights.size(); ++b) {
        matrix_[begin + a][b - a] += weight * weights[a] * weights[b];
      }
    }
  }
  for (size_t k = 0; k < held_.size(); ++k) {
    if (held_[k] == not_held) continue;
    matrix_[k][0] += holding;
    right_[k] += holding * held_[k];
  }
}

// Whether there are other bounds to heed now.
bool LineFit::heed_bounds(std::span<const float> line, Bounds bounds) {
  bool changed = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (!may_be_cut(line[i])) continue;
    float sum = 0;
    const auto weights = taps_.weights(static_cast<int64_t>(i));
    const float* from = found_.data() + taps_.begin(static_cast<int64_t>(i));
    for (size_t k = 0; k < weights.size(); ++k) sum += weights[k] * from[k];
    const bool beyond =
        line[i] < darkest + rounding ? sum < darkest - rounding : sum > brightest + rounding;
    changed = changed || beyond != static_cast<bool>(free_[i]);
    free_[i] = beyond;
  }
  if (bounds != Bounds::as_small) return changed;
  for (size_t k = 0; k < found_.size(); ++k) {
    const float bound = std::clamp(found_[k], darkest, brightest);
    if (std::abs(bound - found_[k]) <= rounding || held_[k] == bound) continue;
    held_[k] = bound;
    changed = true;
  }
  return changed;
}

std::span<const float> LineFit::shrink(std::span<const float> line, Bounds bounds) {
  constexpr int most_rounds = 6;
  const auto [least, most] = std::minmax_element(line.begin(), line.end());
  if (*least == *most) {
    std::fill(found_.begin(), found_.end(), *least);
    return found_;
  }
  std::fill(right_.begin(), right_.end(), 0.0F);
  for (size_t i = 0; i < line.size(); ++i) {
    const auto weights = taps_.weights(static_cast<int64_t>(i));
    float* to = right_.data() + taps_.begin(static_cast<int64_t>(i));
    for (size_t k = 0; k < weights.size(); ++k) to[k] += weights[k] * line[i];
  }
  solve(plain_);
  if (bounds == Bounds::none) return found_;
  std::fill(free_.begin(), free_.end(), 0);
  std::fill(held_.begin(), held_.end(), not_held);
  for (int round = 0; round < most_rounds && heed_bounds(line, bounds); ++round) {
    build(line);
    factor(matrix_);
    solve(matrix_);
  }
  if (bounds == Bounds::as_small) {
    for (float& v : found_) v = std::clamp(v, darkest, brightest);
  }
  return found_;
}

void LineFit::enlarge(std::span<const float> line, Bounds bounds, std::span<float> to) const {
  for (int i = 0; i < large_; ++i) {
    float sum = 0;
    const auto weights = taps_.weights(i);
    const float* from = line.data() + taps_.begin(i);
    for (size_t k = 0; k < weights.size(); ++k) sum += weights[k] * from[k];
    to[static_cast<size_t>(i)] = bounds == Bounds::none ? sum : std::clamp(sum, darkest, brightest);
  }
}

}  // namespace enlargement
