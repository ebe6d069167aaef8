// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/slivers.hpp"

#include <algorithm>

#include "plugins/quantize/flat/patch.hpp"

namespace pipeline::quantize {

namespace {

constexpr int64_t small_area = 7;

bool is_blend(uint32_t pixel, const Channels4& a, const Channels4& b) {
  constexpr float slack = 0.05F, largest_square = 12 * 12;
  const Projection place(channels_of(pixel), a, b);
  if (place.length == 0) return place.square <= largest_square;
  const float t = place.along / place.length;
  return t >= -slack && t <= 1 + slack && place.off_square() <= largest_square;
}

// Among two labels.
void divide(const Patch& patch, uint8_t first, uint8_t second, const PackedPicture& picture,
            const LocalColours& colours, std::vector<uint8_t>& labels) {
  size_t blends = 0;
  for (const size_t i : patch.pixels) {
    blends += is_blend(picture.pixels[i], colours.at(first, i), colours.at(second, i));
  }
  if (5 * blends <= 3 * patch.pixels.size()) return;
  for (const size_t i : patch.pixels) {
    const Channels4 p = channels_of(picture.pixels[i]);
    const float a = square_distance(p, colours.at(first, i)),
                b = square_distance(p, colours.at(second, i));
    labels[i] = a < b ? first : second;
  }
}

}  // namespace

void remove_slivers(const PackedPicture& picture, const std::vector<uint8_t>& flat,
                    const LocalColours& colours, std::vector<uint8_t>& labels) {
  // What a small patch joins may be a small patch too: a second look settles nearly all.
  std::vector<size_t> blended;
  for (size_t i = 0; i < flat.size(); ++i) {
    if (!flat[i]) blended.push_back(i);
  }
  for (int pass = 0; pass < 3; ++pass) {
    const std::vector<uint8_t> before = labels;
    PatchWalker walker(before, picture.width);
    for (const size_t i : blended) {
      if (walker.seen(i)) continue;
      bool touches_flat = false;
      const Patch& patch = walker.walk(i, [&](size_t n) {
        touches_flat = touches_flat || flat[n];
        return !flat[n];
      });
      const auto around = patch.around(2);
      if (touches_flat || around.empty()) continue;
      if (static_cast<int64_t>(patch.pixels.size()) < small_area) {
        for (const size_t p : patch.pixels) labels[p] = around[0];
      } else if (around.size() == 2) {
        divide(patch, around[0], around[1], picture, colours, labels);
      }
    }
    if (labels == before) break;
  }
}

}  // namespace pipeline::quantize
