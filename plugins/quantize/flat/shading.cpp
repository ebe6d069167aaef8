// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/shading.hpp"

#include <algorithm>
#include <cstdlib>

namespace pipeline::quantize {

namespace {

using shading::Colour3;

int luminance(uint32_t p) {
  return static_cast<int>((77 * (p & 255) + 150 * (p >> 8 & 255) + 29 * (p >> 16 & 255)) >> 8);
}

// The mean of those pixels of a square whose luminance is near the commonest; nothing where they
// are few. Every other pixel of every other row is enough.
std::optional<Colour3> commonest(const PackedPicture& picture, int left, int top, int side) {
  constexpr int spread = 8;  // levels that noise moves a ground by
  constexpr float least_share = 0.4F;
  const int right = std::min(picture.width, left + side),
            bottom = std::min(picture.height, top + side);
  int counts[256] = {};
  int all = 0;
  for (int y = top; y < bottom; y += 2) {
    for (int x = left; x < right; x += 2, ++all) ++counts[luminance(picture.row(y)[x])];
  }
  int best = 0, middle = 0;
  for (int v = 0; v < 256; ++v) {
    int around = 0;
    for (int u = std::max(0, v - spread); u <= std::min(255, v + spread); ++u) around += counts[u];
    if (around > best) best = around, middle = v;
  }
  if (static_cast<float>(best) < least_share * static_cast<float>(all)) return {};
  std::array<int64_t, 3> sum{};
  for (int y = top; y < bottom; y += 2) {
    for (int x = left; x < right; x += 2) {
      const uint32_t p = picture.row(y)[x];
      if (std::abs(luminance(p) - middle) > spread) continue;
      for (size_t k = 0; k < 3; ++k) sum[k] += p >> 8 * k & 255;
    }
  }
  Colour3 mean{};
  for (size_t k = 0; k < 3; ++k) mean[k] = static_cast<float>(sum[k]) / static_cast<float>(best);
  return mean;
}

}  // namespace

std::optional<shading::Shading> find_shading(const PackedPicture& picture) {
  const bool opaque = std::all_of(picture.pixels.begin(), picture.pixels.end(),
                                  [](auto p) { return p >> 24 == 255; });
  if (!opaque) return {};
  return shading::Shading::find(picture.width, picture.height, [&](int left, int top, int side) {
    return commonest(picture, left, top, side);
  });
}

PackedPicture without_shading(const BasicCall& call, const PackedPicture& picture,
                              const shading::Shading& shading) {
  PackedPicture out{picture.width, picture.height, {}};
  out.pixels.resize(picture.pixels.size());
  call.rows(picture.height, [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      const uint32_t* from = picture.row(y);
      uint32_t* to = out.pixels.data() + y * picture.width;
      for (int x = 0; x < picture.width; ++x) {
        const Colour3 ground = shading.at(x, static_cast<int>(y));
        to[x] = 0xFF000000U;
        for (size_t k = 0; k < 3; ++k) {
          const float v = static_cast<float>(from[x] >> 8 * k & 255) * shading.mean()[k] /
                          std::max(1.0F, ground[k]);
          to[x] |= static_cast<uint32_t>(std::min(255.0F, v + 0.5F)) << 8 * k;
        }
      }
    }
  });
  return out;
}

}  // namespace pipeline::quantize
