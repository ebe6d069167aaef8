// SPDX-License-Identifier: Apache-2.0
// k-means: the palette that makes the summed squared error small. Runs on every colour of the
// picture with its count where they are few, else on a stratified sample of its pixels; every pixel
// then goes to its nearest palette colour. What squared error, see space.hpp.
#include <pipeline/stage.hpp>

#include <algorithm>

#include "census.hpp"
#include "kmeans_fit.hpp"
#include "paint.hpp"
#include "sample.hpp"

namespace {

using namespace pipeline;

// As many distinct colours are used exactly: icons, screenshots and drawings, not photographs.
constexpr size_t exact_colours = 4096;

constexpr const char* space_names[] = {"srgb", "linear", "oklab"};

int64_t sample_size(int colors) { return std::clamp<int64_t>(2048 * colors, 1 << 15, 1 << 18); }

struct Kmeans {
  static constexpr Stage stage{"quantize.kmeans",
                               "1.0.0",
                               "The palette with the least squared error, by k-means.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               8.0,
                               24 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "Picture; straight alpha counts as a fourth, premultiplied channel",
      {.channels = PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
       .colours = PIPELINE_COLOUR_SRGB,
       .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Out<Labels> labels{
      "labels",
      "Each pixel's nearest palette colour; fully transparent pixels have a label of their own",
      {.samples = PIPELINE_U8}};
  static constexpr Out<Image<uint8_t>> painted{
      "image", "The picture in its palette's colours", {}, &image};
  static constexpr Param<int> colors{"colors",
                                     "Colours at most, a transparent one included; a picture that "
                                     "has no more keeps exactly its own",
                                     16, 2, 256};
  static constexpr Param<int> seed{"seed",
                                   "Another number starts from other random colours",
                                   1,
                                   0,
                                   2147483647,
                                   nullptr,
                                   PIPELINE_PARAM_ADVANCED};
  static constexpr Param<int> max_iterations{
      "max_iterations",
      "Cap on the final refining steps; normally the tolerance ends them",
      100,
      1,
      10000,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  static constexpr Param<double> tolerance{
      "tolerance",
      "Refining ends when a step lowers the squared error by no more than this part of it",
      3e-4,
      0,
      1,
      nullptr,
      PIPELINE_PARAM_ADVANCED};
  static constexpr Param<quantize::Space> space{
      "space",
      "Where the squared error is measured: encoded values, light, or a space of even perception",
      quantize::Space::srgb, space_names};
  PIPELINE_INTERFACE(image, labels, painted, colors, space, seed, max_iterations, tolerance)

  void run(const Call<Kmeans>& call) const {
    const auto picture = call[image];
    if (picture.has_alpha() != (picture.channels() == 4)) {
      throw Error(PIPELINE_BAD_ARGUMENT,
                  "the image has " + std::to_string(picture.channels()) + " channels " +
                      (picture.has_alpha() ? "with" : "without") +
                      " alpha; expected 3 without or 4 with alpha: put image.convert before");
    }
    const auto palette = palette_of(call, picture);
    const auto map = call.make_labels<uint8_t>(labels, picture.width(), picture.height(),
                                               static_cast<uint32_t>(palette.size()));
    for (uint32_t i = 0; i < palette.size(); ++i) {
      const auto& c = palette[i];
      map.set_palette(i, Colour::from_u8(c.r, c.g, c.b, c.a));
    }
    quantize::paint(call, picture, call[space], palette, map, call.make_like(painted, picture));
  }

  // Where most of the picture is transparent, a denser sample finds what is not.
  static quantize::WeightedColours visible_sample(const Call<Kmeans>& call,
                                                  const Image<const uint8_t>& picture, int wanted) {
    const int64_t pixels = int64_t{picture.width()} * picture.height();
    const int64_t size = sample_size(wanted);
    for (int64_t least = size;; least *= 8) {
      auto colours = quantize::sample(call, picture, least);
      if (static_cast<int64_t>(colours.size()) >= size / 4 || least >= pixels) return colours;
    }
  }

  static quantize::Palette palette_of(const Call<Kmeans>& call,
                                      const Image<const uint8_t>& picture) {
    const int wanted = call[colors];
    auto colours = quantize::census(call, picture, exact_colours);
    if (colours && colours->size() <= static_cast<size_t>(wanted)) {
      quantize::Palette palette;
      for (const auto& c : *colours) palette.push_back(quantize::unpack(c.rgba));
      quantize::order_palette(palette);
      return palette;
    }
    const bool hole = picture.has_alpha() && quantize::has_transparent(call, picture);
    if (!colours) {
      colours = visible_sample(call, picture, wanted);
    } else if (hole) {
      std::erase_if(*colours, [](const auto& c) { return c.rgba == pack(quantize::transparent); });
    }
    return quantize::fit(
        call, std::move(*colours),
        {call[space], wanted, call[seed], call[max_iterations], call[tolerance], hole});
  }
};

}  // namespace

PIPELINE_STAGE(kmeans, Kmeans)
