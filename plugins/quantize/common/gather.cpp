// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/gather.hpp"

#include <algorithm>
#include <tuple>

#include "plugins/quantize/common/census.hpp"
#include "plugins/quantize/common/sample.hpp"

namespace pipeline::quantize {

namespace {

constexpr size_t few_colours = 4096;

WeightedColours visible_sample(const BasicCall& call, const Image<const uint8_t>& image,
                               int64_t size) {
  const int64_t pixels = int64_t{image.width()} * image.height();
  for (int64_t least = size;; least *= 8) {
    const auto colours = sample(call, image, least);
    if (static_cast<int64_t>(colours.size()) >= size / 4 || least >= pixels) return colours;
  }
}

int luma(const Rgba& c) { return 2126 * c.r + 7152 * c.g + 722 * c.b; }

}  // namespace

Palette Gathered::own_palette() const {
  Palette palette;
  if (hole) palette.push_back(transparent);
  for (const auto& c : colours) palette.push_back(unpack(c.rgba));
  order_palette(palette);
  return palette;
}

Gathered gather(const BasicCall& call, const Image<const uint8_t>& image, int64_t sample_size) {
  const bool hole = image.has_alpha() && has_transparent(call, image);
  const auto colours = census(call, image, few_colours);
  if (!colours) return {visible_sample(call, image, sample_size), false, hole};
  const auto visible = std::remove_if(colours->begin(), colours->end(),
                                      [](const auto& c) { return c.rgba == pack(transparent); });
  return {{colours->begin(), visible}, true, hole};
}

void order_palette(Palette& palette) {
  std::sort(palette.begin(), palette.end(), [](const Rgba& a, const Rgba& b) {
    return std::tuple(a.a == 0, luma(a), pack(a)) < std::tuple(b.a == 0, luma(b), pack(b));
  });
  palette.erase(std::unique(palette.begin(), palette.end()), palette.end());
}

}  // namespace pipeline::quantize
