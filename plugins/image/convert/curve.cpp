// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/convert/curve.hpp"

#include <bit>
#include <cmath>
#include <vector>

namespace pipeline::convert {

namespace {

// A guess of the Nth root within a few per cent: a double's bits are about its logarithm.
template <int N>
double root_guess(double v) {
  constexpr uint64_t one = std::bit_cast<uint64_t>(1.0);
  return std::bit_cast<double>(std::bit_cast<uint64_t>(v) / N + (one - one / N));
}

// Newton's method; each step doubles the digits.
template <int N>
double root(double v) {
  double r = root_guess<N>(v);
  for (int i = 0; i < 5; ++i) {
    double power = r;
    for (int k = 2; k < N; ++k) power *= r;
    r = ((N - 1) * r + v / power) / N;
  }
  return r;
}

std::vector<double> linear_table(int count) {
  std::vector<double> table;
  for (int i = 0; i < count; ++i) table.push_back(to_linear(i / (count - 1.0)));
  return table;
}

// For each step of linear light the least code that falls into it, and for each code the light from
// which the next one is nearer.
struct Codes {
  static constexpr int steps = 4096;
  uint8_t first[steps + 1];
  double next[256];

  Codes() {
    for (int i = 0; i < 255; ++i) next[i] = to_linear((i + 0.5) / 255);
    next[255] = INFINITY;
    uint8_t code = 0;
    for (int i = 0; i <= steps; ++i) {
      while (static_cast<double>(i) / steps >= next[code]) ++code;
      first[i] = code;
    }
  }
};

}  // namespace

double cube_root(double v) {
  if (v == 0 || !std::isfinite(v)) return v;
  return v < 0 ? -root<3>(-v) : root<3>(v);
}

double to_linear(double encoded) {
  if (encoded < 0) return -to_linear(-encoded);
  if (encoded <= 0.04045) return encoded / 12.92;
  if (!std::isfinite(encoded)) return encoded;
  const double v = (encoded + 0.055) / 1.055;
  const double fifth = root<5>(v);
  return v * v * fifth * fifth;
}

double to_encoded(double linear) {
  if (linear < 0) return -to_encoded(-linear);
  if (linear <= 0.0031308) return linear * 12.92;
  if (!std::isfinite(linear)) return linear;
  const double twelfth = root<3>(std::sqrt(std::sqrt(linear)));
  const double square = twelfth * twelfth;
  return 1.055 * (square * square * twelfth) - 0.055;
}

uint8_t to_encoded8(double linear) {
  static const Codes codes;
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 255;
  uint8_t code = codes.first[static_cast<int>(linear * Codes::steps)];
  while (linear >= codes.next[code]) ++code;
  return code;
}

const double* linear_of_u8() {
  static const std::vector<double> table = linear_table(256);
  return table.data();
}

const double* linear_of_u16() {
  static const std::vector<double> table = linear_table(65536);
  return table.data();
}

}  // namespace pipeline::convert
