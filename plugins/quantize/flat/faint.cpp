// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/faint.hpp"

#include <algorithm>
#include <optional>

#include "plugins/quantize/flat/lines.hpp"
#include "plugins/quantize/flat/patch.hpp"

namespace pipeline::quantize {

namespace {

// A patch, and the mean colour of its middle.
struct Faint {
  std::vector<size_t> pixels;
  Channels4 colour;
};

bool is_long(const Patch& patch, size_t width) {
  constexpr size_t least = 32;  // pixels, along the longer side
  size_t left = width, right = 0, top = SIZE_MAX, bottom = 0;
  for (const size_t i : patch.pixels) {
    left = std::min(left, i % width), right = std::max(right, i % width);
    top = std::min(top, i / width), bottom = std::max(bottom, i / width);
  }
  return std::max(right - left, bottom - top) + 1 >= least;
}

// Nothing where it is as dark as its label somewhere, or stands on more than one ground.
std::optional<Channels4> faint_colour(const PackedPicture& picture, const Patch& patch,
                                      uint8_t label, const std::vector<uint32_t>& palette) {
  constexpr float most_part = 0.65F, one_ground = 0.9F, middle = 0.85F;
  const auto around = patch.around(palette.size());
  int sides = 0;
  for (const uint8_t l : around) sides += patch.beside[l];
  if (around.empty() ||
      static_cast<float>(patch.beside[around[0]]) < one_ground * static_cast<float>(sides))
    return {};
  const Channels4 ground = channels_of(palette[around[0]]), full = channels_of(palette[label]);
  std::vector<float> along;
  for (const size_t i : patch.pixels)
    along.push_back(place_on(ground, full, channels_of(picture.pixels[i])).along);
  std::vector<float> sorted = along;
  const auto darkest = sorted.begin() + static_cast<std::ptrdiff_t>(19 * sorted.size() / 20);
  std::nth_element(sorted.begin(), darkest, sorted.end());
  if (*darkest > most_part) return {};
  Channels4 sum{};
  float count = 0;
  for (size_t k = 0; k < along.size(); ++k) {
    if (along[k] < middle * *darkest) continue;
    const Channels4 c = channels_of(picture.pixels[patch.pixels[k]]);
    for (size_t c4 = 0; c4 < 4; ++c4) sum[c4] += c[c4];
    ++count;
  }
  for (float& v : sum) v /= count;
  return sum;
}

}  // namespace

void part_faint_strokes(const PackedPicture& picture, float apart, size_t most,
                        std::vector<uint8_t>& labels, std::vector<uint32_t>& palette) {
  std::vector<Faint> faint;
  PatchWalker walker(labels, picture.width);
  for (size_t i = 0; i < labels.size(); ++i) {
    if (walker.seen(i)) continue;
    const Patch& patch = walker.walk(i, [](size_t) { return true; });
    if (!is_long(patch, static_cast<size_t>(picture.width))) continue;
    const auto colour = faint_colour(picture, patch, labels[i], palette);
    if (colour && !is_near(*colour, palette, apart)) faint.push_back({patch.pixels, *colour});
  }
  std::stable_sort(faint.begin(), faint.end(), [](const Faint& a, const Faint& b) {
    return a.pixels.size() > b.pixels.size();
  });
  const size_t first = palette.size();
  for (const Faint& stroke : faint) {
    size_t label = first;
    while (label < palette.size() &&
           square_distance(stroke.colour, channels_of(palette[label])) >= apart * apart)
      ++label;
    if (label == palette.size()) {
      if (label >= most) continue;
      uint32_t packed = 0;
      for (size_t k = 0; k < 4; ++k)
        packed |= static_cast<uint32_t>(stroke.colour[k] + 0.5F) << 8 * k;
      palette.push_back(packed);
    }
    for (const size_t i : stroke.pixels) labels[i] = static_cast<uint8_t>(label);
  }
}

}  // namespace pipeline::quantize
