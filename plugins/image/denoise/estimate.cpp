// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/denoise/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

namespace pipeline::denoise {

namespace {

constexpr int side = 8, inner = side - 2;

// Sum of the magnitudes of the mask (1 -2 1; -2 4 -2; 1 -2 1) over a block's inner pixels.
int roughness(const Image<const uint8_t>& image, int64_t left, int64_t top, int channel) {
  const int64_t step = image.channels();
  int sum = 0;
  for (int64_t y = top + 1; y <= top + inner; ++y) {
    const uint8_t* const above = image.row(y - 1) + left * step + channel;
    const uint8_t* const here = image.row(y) + left * step + channel;
    const uint8_t* const below = image.row(y + 1) + left * step + channel;
    const auto column = [=](int64_t x) {
      return above[x * step] - 2 * here[x * step] + below[x * step];
    };
    for (int64_t x = 1; x <= inner; ++x)
      sum += std::abs(column(x - 1) - 2 * column(x) + column(x + 1));
  }
  return sum;
}

}  // namespace

double estimate(const BasicCall& call, const Image<const uint8_t>& image) {
  const int64_t across = image.width() / side, down = image.height() / side;
  if (across == 0 || down == 0) return flat_strength;
  const int colours = std::min(image.channels(), 3);
  std::vector<int> sums(static_cast<size_t>(across * down));
  call.parallel_for(0, down, 4, [&](int64_t first, int64_t last) {
    for (int64_t i = first * across; i < last * across; ++i) {
      for (int c = 0; c < colours; ++c) {
        sums[static_cast<size_t>(i)] += roughness(image, i % across * side, i / across * side, c);
      }
    }
  });
  const auto quantile = [&](size_t percent) {
    const auto at = sums.begin() + static_cast<ptrdiff_t>((sums.size() - 1) * percent / 100);
    std::nth_element(sums.begin(), at, sums.end());
    // The mask makes 6 sigma of sigma, and a mean magnitude is sqrt(2 / pi) of that.
    return *at / (6.0 * inner * inner * colours) * std::sqrt(std::numbers::pi / 2);
  };
  // The calmest blocks hold some of the picture, too.
  constexpr double share = 0.8, least = 0.5;
  if (quantile(50) < least) return flat_strength;
  const double noise = quantile(20);
  return noise < least ? 0 : std::min(share * noise, 30.0);
}

}  // namespace pipeline::denoise
