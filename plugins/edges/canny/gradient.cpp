// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/canny/gradient.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

GradientRow::GradientRow(int width)
    : width_(width),
      dx_(static_cast<size_t>(width)),
      dy_(static_cast<size_t>(width)),
      smooth_(static_cast<size_t>(width) + 2),
      slope_(static_cast<size_t>(width) + 2),
      sum_(static_cast<size_t>(width) + 2),
      square_(static_cast<size_t>(width) + 2) {}

void GradientRow::compute(const Plane& plane, int64_t y, Norm norm) {
  int16_t* const sum = sum_.data() + 1;
  int32_t* const square = square_.data() + 1;
  if (y < 0 || y >= plane.height()) {
    std::fill(sum_.begin(), sum_.end(), int16_t{0});
    std::fill(square_.begin(), square_.end(), 0);
    return;
  }
  const uint8_t* above = plane.row(std::max<int64_t>(y - 1, 0));
  const uint8_t* here = plane.row(y);
  const uint8_t* below = plane.row(std::min<int64_t>(y + 1, plane.height() - 1));
  int16_t* const smooth = smooth_.data() + 1;
  int16_t* const slope = slope_.data() + 1;
  int16_t* const dx = dx_.data();
  int16_t* const dy = dy_.data();
  vectorized([=, width = width_] {
    for (int x = 0; x < width; ++x) {
      smooth[x] = static_cast<int16_t>(above[x] + 2 * here[x] + below[x]);
      slope[x] = static_cast<int16_t>(below[x] - above[x]);
    }
    smooth[-1] = smooth[0], smooth[width] = smooth[width - 1];
    slope[-1] = slope[0], slope[width] = slope[width - 1];
    for (int x = 0; x < width; ++x) {
      dx[x] = static_cast<int16_t>(smooth[x + 1] - smooth[x - 1]);
      dy[x] = static_cast<int16_t>(slope[x - 1] + 2 * slope[x] + slope[x + 1]);
    }
    if (norm == Norm::l1) {
      for (int x = 0; x < width; ++x) {
        sum[x] = static_cast<int16_t>(std::abs(dx[x]) + std::abs(dy[x]));
      }
    } else {
      for (int x = 0; x < width; ++x) square[x] = dx[x] * dx[x] + dy[x] * dy[x];
    }
  });
}

void GradientRow::strength(float* out) const {
  constexpr float full_step = 4 * 255;
  constexpr float share = 1 / (full_step * full_step);
  vectorized([=, dx = dx_.data(), dy = dy_.data(), width = width_] {
    for (int x = 0; x < width; ++x) {
      const float s = std::sqrt(static_cast<float>(dx[x] * dx[x] + dy[x] * dy[x]) * share);
      out[x] = s < 1.0F ? s : 1.0F;
    }
  });
}

}  // namespace pipeline::edge
