// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/delta_e/functions.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace pipeline::metric {

namespace {

// The n-th root within a few per cent: the bits of a double are about its logarithm.
double rough_root(double v, uint64_t n) {
  constexpr uint64_t one = std::bit_cast<uint64_t>(1.0);
  return std::bit_cast<double>(std::bit_cast<uint64_t>(v) / n + one / n * (n - 1));
}

}  // namespace

// Newton's method; each step doubles the digits.
double cube_root(double v) {
  double y = rough_root(v, 3);
  for (int i = 0; i < 4; ++i) y -= (y - v / (y * y)) / 3;
  return y;
}

double fifth_root(double v) {
  double y = rough_root(v, 5);
  for (int i = 0; i < 5; ++i) y -= (y - v / (y * y * y * y)) / 5;
  return y;
}

double angle_of(double x, double y) {
  const double across = std::fabs(x), up = std::fabs(y);
  if (across == 0 && up == 0) return 0;
  double t = up > across ? across / up : up / across;
  // The angle is halved twice, until the series is short: tan(h / 2) = t / (1 + sqrt(1 + t^2)).
  for (int i = 0; i < 2; ++i) t = t / (1 + std::sqrt(1 + t * t));
  const double square = t * t;
  double sum = 0;
  for (int k = 21; k > 0; k -= 2) sum = 1.0 / k - square * sum;
  double angle = 4 * t * sum;
  if (up > across) angle = std::numbers::pi / 2 - angle;
  if (x < 0) angle = std::numbers::pi - angle;
  return y < 0 ? -angle : angle;
}

double sine(double v) {
  double sum = 0;
  for (int k = 21; k > 1; k -= 2) sum = (1 - sum) * v * v / (k * (k - 1));
  return v * (1 - sum);
}

double exp_of_negative(double v) {
  if (!(v < 700)) return 0;
  double part = v / 1024, sum = 0;
  for (int k = 8; k > 0; --k) sum = (1 + sum) * -part / k;
  // (1 + sum)^1024, without losing the digits of sum to the 1.
  for (int i = 0; i < 10; ++i) sum = sum * (2 + sum);
  return 1 + sum;
}

}  // namespace pipeline::metric
