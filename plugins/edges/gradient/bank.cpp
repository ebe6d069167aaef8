// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/gradient/bank.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

namespace {

// out[x] += the square of the weighted sum of `in` at the taps; width samples.
template <class Tap>
void add_square(const float* in, ptrdiff_t stride, const std::vector<Tap>& taps, int width,
                float* out) {
  vectorized([=, tap = taps.data(), count = taps.size()] {
    constexpr int group = 64;
    for (int begin = 0; begin < width; begin += group) {
      float sum[group] = {};
      const int n = std::min(group, width - begin);
      for (size_t k = 0; k < count; ++k) {
        const float* const from = in + begin + tap[k].y * stride + tap[k].x;
        const float weight = tap[k].weight;
        if (n == group) {
          for (int i = 0; i < group; ++i) sum[i] += weight * from[i];
        } else {
          for (int i = 0; i < n; ++i) sum[i] += weight * from[i];
        }
      }
      for (int i = 0; i < n; ++i) out[begin + i] += sum[i] * sum[i];
    }
  });
}

}  // namespace

Vector across(size_t i) {
  constexpr float half = 0.5F, root = 0.866025404F;
  constexpr Vector vectors[directions] = {{1, 0}, {root, half},  {half, root},
                                          {0, 1}, {-half, root}, {-root, half}};
  return vectors[i];
}

// A blurred step rises by 1 / (sigma sqrt(2 pi)) a pixel.
Bank::Bank(double sigma, double elongation)
    : scale_(static_cast<float>(sigma * std::sqrt(2 * std::numbers::pi))) {
  const double along = sigma * std::sqrt(elongation * elongation - 1);
  for (size_t i = 0; i < directions; ++i) lines_[i] = line(i, along);
  reach_ = 1;
  for (const auto& taps : lines_) {
    for (const Tap& tap : taps) reach_ = std::max({reach_, std::abs(tap.x), std::abs(tap.y)});
  }
}

// One step of the axis nearest to the line is a tap, every second one where the Gaussian is wide;
// between two pixels of the other axis it is shared.
std::vector<Bank::Tap> Bank::line(size_t direction, double sigma) const {
  const Vector v = across(direction);
  const double dx = -v.y, dy = v.x;
  const bool steep = std::abs(dy) >= std::abs(dx);
  const double slope = steep ? dx / dy : dy / dx;
  const double step_length = std::sqrt(1 + slope * slope);
  const int step = sigma >= 4 ? 2 : 1;
  const int count = static_cast<int>(2.5 * sigma / step_length / step);
  std::vector<Tap> taps;
  double sum = 0;
  for (int k = -count; k <= count; ++k) {
    const double t = sigma > 0 ? k * step * step_length / sigma : 0;
    // Rounded: whatever the last digit of exp() is, the weight is the same.
    const double weight = std::nearbyint(std::exp(-0.5 * t * t) * 0x10000) / 0x10000;
    const double other = k * step * slope, base = std::floor(other), share = other - base;
    sum += weight;
    for (int side = 0; side < 2; ++side) {
      const double part = weight * (side ? share : 1 - share);
      const int main = k * step, minor = static_cast<int>(base) + side;
      if (part > 0)
        taps.push_back({steep ? minor : main, steep ? main : minor, static_cast<float>(part)});
    }
  }
  for (Tap& tap : taps) tap.weight = static_cast<float>(tap.weight / sum);
  return taps;
}

void Bank::respond(const FloatPlanes& blurred, int64_t y0, int64_t y1, Responses& out) const {
  const int width = blurred[0].width();
  const auto rows = static_cast<size_t>(y1 - y0), stride = static_cast<size_t>(width + 2 * reach_);
  std::vector<float> slope((rows + 2 * static_cast<size_t>(reach_)) * stride);
  for (size_t i = 0; i < directions; ++i) {
    out[i].assign(rows * static_cast<size_t>(width), 0.0F);
    const Vector v = across(i);
    for (const FloatPlane& plane : blurred) {
      for (int64_t y = y0 - reach_; y < y1 + reach_; ++y) {
        // Beyond the picture all rows are like the outermost.
        const int64_t from = std::clamp<int64_t>(y, -1, plane.height());
        vectorized([=, p = plane.row(from) - reach_, up = plane.row(from - 1) - reach_,
                    down = plane.row(from + 1) - reach_, cx = v.x * scale_ / 2,
                    cy = v.y * scale_ / 2,
                    to = slope.data() + static_cast<size_t>(y - y0 + reach_) * stride] {
          for (size_t x = 0; x < stride; ++x) {
            to[x] = cx * (p[x + 1] - p[static_cast<ptrdiff_t>(x) - 1]) + cy * (down[x] - up[x]);
          }
        });
      }
      for (size_t r = 0; r < rows; ++r) {
        add_square(slope.data() + (r + static_cast<size_t>(reach_)) * stride + reach_,
                   static_cast<ptrdiff_t>(stride), lines_[i], width,
                   out[i].data() + r * static_cast<size_t>(width));
      }
    }
    vectorized([p = out[i].data(), n = out[i].size()] {
      for (size_t k = 0; k < n; ++k) p[k] = std::sqrt(p[k]);
    });
  }
}

}  // namespace pipeline::edge
