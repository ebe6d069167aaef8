// SPDX-License-Identifier: Apache-2.0
// A picture as merging sees it: premultiplied colours, and sums of them.
#pragma once

#include <pipeline/image.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace regions {

using Colour4 = std::array<float, 4>;  // premultiplied, 0..255

struct Picture {
  int width, height;
  std::vector<std::array<uint8_t, 4>> pixels;  // premultiplied

  explicit Picture(const pipeline::Image<const uint8_t>& image);
  size_t size() const { return pixels.size(); }
};

// Pixels added up.
struct Sum {
  std::array<uint32_t, 4> channels{};
  uint32_t count = 0;

  void add(const std::array<uint8_t, 4>& pixel) {
    for (size_t k = 0; k < 4; ++k) channels[k] += pixel[k];
    ++count;
  }
  void add(const Sum& o) {
    for (size_t k = 0; k < 4; ++k) channels[k] += o.channels[k];
    count += o.count;
  }
  Colour4 mean() const {
    Colour4 m;
    for (size_t k = 0; k < 4; ++k) {
      m[k] = static_cast<float>(channels[k]) / static_cast<float>(count);
    }
    return m;
  }
};

inline float distance_square(const Colour4& a, const Colour4& b) {
  float square = 0;
  for (size_t k = 0; k < 4; ++k) square += (a[k] - b[k]) * (a[k] - b[k]);
  return square;
}

// By how much the squared error grows when two sets of pixels get one colour (J. H. Ward,
// "Hierarchical Grouping to Optimize an Objective Function", JASA 58, 1963).
inline float merge_cost(const Sum& a, const Sum& b) {
  const float n = static_cast<float>(a.count), m = static_cast<float>(b.count);
  return distance_square(a.mean(), b.mean()) * (n * m / (n + m));
}

// A region for each pixel, numbered from 0.
struct Partition {
  std::vector<uint32_t> region;  // by pixel
  std::vector<Sum> sums;         // by region
};

}  // namespace regions
