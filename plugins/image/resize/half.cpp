// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/resize/half.hpp"

#include <pipeline/image.hpp>

#include <cstring>
#include <vector>

namespace pipeline::resize {

namespace {

// Four 16-bit sums at `sums`, and the next pixel's, as four bytes; a pixel of fewer channels leaves
// the upper ones to no use. Both machines that this runs on are little-endian.
uint32_t mean_of(const uint16_t* sums, size_t channels) {
  uint64_t pixel = 0, next = 0;
  std::memcpy(&pixel, sums, sizeof pixel);
  std::memcpy(&next, sums + channels, sizeof next);
  uint64_t mean = (pixel + next + 0x0002000200020002U) >> 2 & 0x00FF00FF00FF00FFU;
  mean = (mean | mean >> 8) & 0x0000FFFF0000FFFFU;
  return static_cast<uint32_t>(mean | mean >> 16);
}

}  // namespace

void half_rows(const pipeline_image& from, const pipeline_image& to, int64_t y0, int64_t y1) {
  const auto channels = static_cast<size_t>(to.channels);
  const size_t samples = channels * static_cast<size_t>(to.width);
  std::vector<uint16_t> sums(2 * samples + 4);
  for (int64_t y = y0; y < y1; ++y) {
    const auto* upper = detail::row_at<const uint8_t>(from.pixels, 2 * y, from.stride);
    const auto* lower = detail::row_at<const uint8_t>(from.pixels, 2 * y + 1, from.stride);
    auto* out = detail::row_at<uint8_t>(to.pixels, y, to.stride);
    for (size_t i = 0; i < 2 * samples; ++i) sums[i] = static_cast<uint16_t>(upper[i] + lower[i]);
    size_t i = 0;
    for (; i + 4 <= samples; i += channels) {
      const uint32_t mean = mean_of(&sums[2 * i], channels);
      std::memcpy(out + i, &mean, sizeof mean);
    }
    for (; i < samples; i += channels) {
      const uint32_t mean = mean_of(&sums[2 * i], channels);
      std::memcpy(out + i, &mean, channels);
    }
  }
}

}  // namespace pipeline::resize
