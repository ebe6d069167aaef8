// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/common/polynomial.hpp"

#include <algorithm>

namespace trace {

Polynomial fit_polynomial(std::span<const Point> points, int degree) {
  const auto n = static_cast<size_t>(degree) + 1;
  double scale = 0;
  for (const Point& p : points) scale = std::max(scale, std::abs(p.x));
  if (scale < 1e-9) scale = 1;
  std::array<std::array<double, 6>, 5> a{};
  for (const Point& p : points) {
    std::array<double, 5> power{1};
    for (size_t i = 1; i < n; ++i) power[i] = power[i - 1] * p.x / scale;
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) a[i][j] += power[i] * power[j];
      a[i][5] += power[i] * p.y;
    }
  }
  for (size_t i = 0; i < n; ++i) a[i][i] += 1e-9;
  solve<5>(a, n);
  Polynomial result;
  double divisor = 1;
  for (size_t i = 0; i < n; ++i, divisor *= scale) result.c[i] = a[i][5] / divisor;
  double sum = 0;
  for (const Point& p : points) {
    double value = 0;
    for (size_t i = n; i-- > 0;) value = value * p.x + result.c[i];
    sum += (value - p.y) * (value - p.y);
  }
  result.residual = std::sqrt(sum / static_cast<double>(points.size()));
  return result;
}

}  // namespace trace
