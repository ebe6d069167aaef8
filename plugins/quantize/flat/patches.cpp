// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/patches.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/quantize/flat/patch.hpp"

namespace pipeline::quantize {

namespace {

constexpr int thick = 4;  // pixels, the side of a square
constexpr size_t most_around = 4;

// By pixel, the side of the largest square of one label that ends there, up to `thick`.
std::vector<uint8_t> square_sides(const std::vector<uint8_t>& labels, size_t width) {
  std::vector<uint8_t> sides(labels.size(), 1);
  for (size_t i = width + 1; i < labels.size(); ++i) {
    if (i % width == 0) continue;
    const uint8_t l = labels[i];
    if (labels[i - 1] != l || labels[i - width] != l || labels[i - width - 1] != l) continue;
    const int side = std::min({sides[i - 1], sides[i - width], sides[i - width - 1]});
    sides[i] = static_cast<uint8_t>(std::min(side + 1, thick));
  }
  return sides;
}

struct Nearest {
  uint8_t label;
  float distance;  // from it or from a blend of two
};

Nearest nearest_of(uint32_t pixel, const std::vector<uint8_t>& list,
                   const std::vector<uint32_t>& palette) {
  const Channels4 p = channels_of(pixel);
  Nearest nearest{list.front(), 1e9F};
  float least = 1e9F;
  for (size_t i = 0; i < list.size(); ++i) {
    const Channels4 a = channels_of(palette[list[i]]);
    const float own = square_distance(p, a);
    if (own < least) least = own, nearest.label = list[i];
    nearest.distance = std::min(nearest.distance, own);
    for (size_t j = i + 1; j < list.size(); ++j) {
      const Projection place(p, a, channels_of(palette[list[j]]));
      if (place.is_beside()) nearest.distance = std::min(nearest.distance, place.off_square());
    }
  }
  nearest.distance = std::sqrt(nearest.distance);
  return nearest;
}

}  // namespace

void absorb_patches(const PackedPicture& picture, const std::vector<uint32_t>& palette,
                    float tolerance, std::vector<uint8_t>& labels) {
  constexpr float small = 12;  // pixels, of a patch that may be twice as far
  // What a patch joins may be a patch too.
  for (int pass = 0; pass < 3; ++pass) {
    const std::vector<uint8_t> before = labels;
    const std::vector<uint8_t> sides = square_sides(before, static_cast<size_t>(picture.width));
    PatchWalker walker(before, picture.width);
    std::vector<uint8_t> wanted;
    for (size_t i = 0; i < before.size(); ++i) {
      if (walker.seen(i)) continue;
      const Patch& patch = walker.walk(i, [](size_t) { return true; });
      const auto around = patch.around(most_around);
      const bool is_thick = std::any_of(patch.pixels.begin(), patch.pixels.end(),
                                        [&](size_t p) { return sides[p] >= thick; });
      if (is_thick || around.empty()) continue;
      wanted.clear();
      float sum = 0;
      for (const size_t p : patch.pixels) {
        const Nearest nearest = nearest_of(picture.pixels[p], around, palette);
        wanted.push_back(nearest.label);
        sum += nearest.distance;
      }
      const auto area = static_cast<float>(patch.pixels.size());
      if (sum > tolerance * (area + small)) continue;
      for (size_t k = 0; k < wanted.size(); ++k) labels[patch.pixels[k]] = wanted[k];
    }
    if (labels == before) break;
  }
}

}  // namespace pipeline::quantize
