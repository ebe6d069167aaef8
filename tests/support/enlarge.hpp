// SPDX-License-Identifier: Apache-2.0
// Enlarges samples in the plainest way, by the definitions of the filters.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

namespace pipeline::test {

// "triangle", "catmull_rom", "sharp_cubic" (a = -0.75), "mitchell" or "lanczos3".
inline double filter_weight(const std::string& filter, double x) {
  x = std::abs(x);
  if (filter == "triangle") return std::max(0.0, 1 - x);
  if (filter == "lanczos3") {
    const auto sinc = [](double t) {
      const double a = std::numbers::pi * t;
      return t == 0 ? 1 : std::sin(a) / a;
    };
    return x < 3 ? sinc(x) * sinc(x / 3) : 0;
  }
  if (filter == "mitchell") {
    if (x >= 2) return 0;
    return (x < 1 ? 7 * x * x * x - 12 * x * x + 16.0 / 3
                  : -7.0 / 3 * x * x * x + 12 * x * x - 20 * x + 32.0 / 3) /
           6;
  }
  const double a = filter == "catmull_rom" ? -0.5 : -0.75;  // R. Keys, 1981
  if (x >= 2) return 0;
  return x < 1 ? (a + 2) * x * x * x - (a + 3) * x * x + 1
               : a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a;
}

// Row i: what each of `small` samples gives to large sample i. Beyond the ends there is nothing.
inline std::vector<std::vector<double>> enlargement_matrix(const std::string& filter, int small,
                                                           int large) {
  std::vector<std::vector<double>> matrix;
  for (int i = 0; i < large; ++i) {
    std::vector<double> row;
    double sum = 0;
    for (int k = 0; k < small; ++k) {
      row.push_back(filter_weight(filter, k + 0.5 - (i + 0.5) * small / large));
      sum += row.back();
    }
    for (double& v : row) v /= sum;
    matrix.push_back(row);
  }
  return matrix;
}

// Interleaved samples; rows first, then columns, rounded and cut off after each as Pillow does, or
// at the end only, as OpenCV does.
inline std::vector<uint8_t> enlarge(const std::vector<uint8_t>& samples, int width, int height,
                                    int channels, int to_width, int to_height,
                                    const std::string& filter, bool once = false) {
  const auto across = enlargement_matrix(filter, width, to_width),
             down = enlargement_matrix(filter, height, to_height);
  const auto cut = [](double v) { return std::clamp(std::floor(v + 0.5), 0.0, 255.0); };
  std::vector<double> halfway;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < to_width; ++x) {
      for (int c = 0; c < channels; ++c) {
        double sum = 0;
        for (int k = 0; k < width; ++k) {
          sum += across[static_cast<size_t>(x)][static_cast<size_t>(k)] *
                 samples[static_cast<size_t>((y * width + k) * channels + c)];
        }
        halfway.push_back(once ? sum : cut(sum));
      }
    }
  }
  std::vector<uint8_t> large;
  for (int y = 0; y < to_height; ++y) {
    for (int i = 0; i < to_width * channels; ++i) {
      double sum = 0;
      for (int k = 0; k < height; ++k) {
        sum += down[static_cast<size_t>(y)][static_cast<size_t>(k)] *
               halfway[static_cast<size_t>(k * to_width * channels + i)];
      }
      large.push_back(static_cast<uint8_t>(cut(sum)));
    }
  }
  return large;
}

}  // namespace pipeline::test
