// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/common/gaussian.hpp"

#include <cmath>

#include "plugins/edges/common/plane.hpp"
#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

namespace {

constexpr int weight_bits = 15;
constexpr int one = 1 << weight_bits;

}  // namespace

Gaussian::Gaussian(double sigma) {
  const int radius = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> exact;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    const double t = i / sigma;
    exact.push_back(std::exp(-0.5 * t * t));
    sum += exact.back();
  }
  int left = one;
  for (const double e : exact) {
    weights_.push_back(static_cast<uint16_t>(std::lround(e / sum * one)));
    left -= weights_.back();
  }
  auto& middle = weights_[static_cast<size_t>(radius)];
  middle = static_cast<uint16_t>(middle + left);
}

void Gaussian::across(const uint8_t* samples, size_t padded_width, uint16_t* out) const {
  constexpr uint32_t half = 1 << (weight_bits - 9);
  vectorized([=, weights = weights_.data(), count = weights_.size()] {
    for (size_t x = 0; x < padded_width; x += lane_group) {
      uint32_t sum[lane_group];
      for (int i = 0; i < lane_group; ++i) sum[i] = half;
      for (size_t k = 0; k < count; ++k) {
        const uint32_t weight = weights[k];
        const uint8_t* in = samples + x + k;
        for (int i = 0; i < lane_group; ++i) sum[i] += in[i] * weight;
      }
      for (int i = 0; i < lane_group; ++i) {
        out[x + i] = static_cast<uint16_t>(sum[i] >> (weight_bits - 8));
      }
    }
  });
}

void Gaussian::down(const uint16_t* const* rows, size_t padded_width, uint8_t* out) const {
  constexpr uint32_t half = 1 << (weight_bits + 7);
  vectorized([=, weights = weights_.data(), count = weights_.size()] {
    for (size_t x = 0; x < padded_width; x += lane_group) {
      uint32_t sum[lane_group];
      for (int i = 0; i < lane_group; ++i) sum[i] = half;
      for (size_t k = 0; k < count; ++k) {
        const uint32_t weight = weights[k];
        const uint16_t* in = rows[k] + x;
        for (int i = 0; i < lane_group; ++i) sum[i] += in[i] * weight;
      }
      for (int i = 0; i < lane_group; ++i) {
        out[x + i] = static_cast<uint8_t>(sum[i] >> (weight_bits + 8));
      }
    }
  });
}

}  // namespace pipeline::edge
