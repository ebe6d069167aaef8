// SPDX-License-Identifier: Apache-2.0
// A picture as four 8-bit channels, alpha premultiplied: what squared error is measured in.
#pragma once

#include <pipeline/basic_call.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace regions {

inline constexpr size_t channels = 4;
using Sample = std::array<uint8_t, channels>;

struct Samples {
  int width = 0, height = 0;
  std::vector<Sample> pixels;  // width x height
};

Samples read_samples(const pipeline::BasicCall& call, const pipeline::Image<const uint8_t>& image);

// Pixels that share a colour: their count and the sum of each channel.
struct Tally {
  double count = 0;
  std::array<double, channels> sum{};

  void add(const Sample& s, double times = 1) {
    count += times;
    for (size_t k = 0; k < channels; ++k) sum[k] += times * s[k];
  }
  void add(const Tally& other) {
    count += other.count;
    for (size_t k = 0; k < channels; ++k) sum[k] += other.sum[k];
  }
};

// How much the squared error grows when both take their common mean (Ward 1963).
inline double ward(const Tally& a, const Tally& b) {
  double square = 0;
  for (size_t k = 0; k < channels; ++k) {
    const double d = a.sum[k] * b.count - b.sum[k] * a.count;
    square += d * d;
  }
  return square / (a.count * b.count * (a.count + b.count));
}

}  // namespace regions
