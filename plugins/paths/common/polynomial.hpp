// SPDX-License-Identifier: Apache-2.0
// Least-squares polynomials y(x) through a few points.
#pragma once

#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "plugins/paths/common/point.hpp"

namespace trace {

struct Polynomial {
  std::array<double, 5> c{};  // of x^k
  double residual = 0;        // root mean square
};

// degree <= 4.
Polynomial fit_polynomial(std::span<const Point> points, int degree);

// Solves the n x n system in place by elimination with pivots; the right side, and then the
// unknowns, are in the last column.
template <size_t Rows>
void solve(std::array<std::array<double, Rows + 1>, Rows>& a, size_t n) {
  constexpr double tiny = 1e-12;
  for (size_t i = 0; i < n; ++i) {
    size_t pivot = i;
    for (size_t k = i + 1; k < n; ++k) {
      if (std::abs(a[k][i]) > std::abs(a[pivot][i])) pivot = k;
    }
    std::swap(a[i], a[pivot]);
    if (std::abs(a[i][i]) < tiny) a[i][i] = tiny;
    for (size_t k = 0; k < n; ++k) {
      if (k == i) continue;
      const double f = a[k][i] / a[i][i];
      for (size_t j = i; j < n; ++j) a[k][j] -= f * a[i][j];
      a[k][Rows] -= f * a[i][Rows];
    }
  }
  for (size_t i = 0; i < n; ++i) a[i][Rows] /= a[i][i];
}

}  // namespace trace
