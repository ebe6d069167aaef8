// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/complete.hpp"

#include <algorithm>

#include "plugins/quantize/flat/lost.hpp"
#include "plugins/quantize/flat/marks.hpp"

namespace pipeline::quantize {

namespace {

// So many colours of strokes without flat pixels are looked for.
constexpr int most_missing = 6;
// So many pixels that nothing explains do not matter.
constexpr size_t few = 24;

bool is_ringing(uint32_t colour, const std::vector<uint32_t>& palette, float noise) {
  Marks marks(noise);
  for (const uint32_t c : palette) marks.add_colour(channels_of(c));
  return marks.ring(channels_of(colour));
}

std::vector<uint32_t> colours_of(const PackedPicture& picture, const Unexplained& unexplained) {
  std::vector<uint32_t> colours;
  colours.reserve(unexplained.places.size());
  for (const size_t i : unexplained.places) colours.push_back(picture.pixels[i]);
  return colours;
}

// Thin strokes of a colour that the palette does not have; the marks of JPEG are no strokes, but
// where they are they hide some of these.
bool lacks_colour(const Unexplained& unexplained, size_t pixels, const Tolerances& tolerances) {
  const size_t count = unexplained.places.size(), lines = unexplained.line_pixels;
  if (count > few && 3 * lines > count) return true;
  return tolerances.noise > 0 && 50 * count > pixels && 8 * lines > count;
}

// Whether shapes fade out, at the picture's edge say, into clear ground that nowhere shows.
bool lacks_clear(const PackedPicture& picture, const std::vector<uint32_t>& palette) {
  constexpr float near_square = 8 * 8;
  constexpr size_t least = 3;
  if (std::any_of(palette.begin(), palette.end(), [](uint32_t c) { return c >> 24 == 0; }))
    return false;
  size_t faded = 0;
  for (const uint32_t p : picture.pixels) {
    if (p >> 24 == 255 || p >> 24 == 0) continue;
    const Channels4 colour = channels_of(p);
    if (is_near(colour, palette, usual_unexplained)) continue;
    faded += std::any_of(palette.begin(), palette.end(), [&](uint32_t c) {
      const Projection way(colour, Channels4{}, channels_of(c));
      return way.is_beside() && way.off_square() < near_square;
    });
    if (faded == least) return true;
  }
  return false;
}

}  // namespace

void remove_ringing(std::vector<uint32_t>& palette, size_t first) {
  for (size_t i = first; i < palette.size();) {
    std::vector<uint32_t> others = palette;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (is_ringing(palette[i], others, 0)) {
      palette.swap(others);
    } else {
      ++i;
    }
  }
}

FlatLabels label_completely(const BasicCall& call, const PackedPicture& picture,
                            const GradientAreas& areas, const Tolerances& tolerances,
                            size_t most_colours, std::vector<uint8_t>& flat,
                            std::vector<uint32_t>& palette) {
  if (areas.count() == 0 && palette.size() < most_colours && lacks_clear(picture, palette))
    palette.push_back(0);
  const auto label = [&] {
    return label_flat(call, picture, areas, flat, palette, tolerances.apart,
                      tolerances.unexplained);
  };
  auto found = label();
  const LostSettings lost{tolerances.noise, tolerances.strange, tolerances.noise > 0};
  const int most_lost = areas.count() == 0 ? most_missing : 0;
  for (int i = 0; i < most_lost && !found.labels.empty() && palette.size() < most_colours; ++i) {
    const auto colour =
        lost_colour(picture, found.unexplained.places, flat, found.labels, palette, lost);
    if (!colour) break;
    palette.push_back(*colour);
    found = label();
  }
  for (int i = 0; i < most_missing && !found.labels.empty(); ++i) {
    // What is small beside gradients has no flat pixels either.
    const bool lacks = areas.count() > 0
                           ? found.unexplained.places.size() > few
                           : lacks_colour(found.unexplained, picture.pixels.size(), tolerances);
    if (!lacks) break;
    const auto colour = missing_colour(colours_of(picture, found.unexplained), palette);
    if (!colour || palette.size() == most_colours) break;
    if (tolerances.noise > 0 && is_near(channels_of(*colour), palette, tolerances.strange)) {
      break;
    }
    if (tolerances.marks && is_ringing(*colour, palette, tolerances.noise)) break;
    palette.push_back(*colour);
    found = label();
  }
  return found;
}

}  // namespace pipeline::quantize
