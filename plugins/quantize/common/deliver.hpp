// SPDX-License-Identifier: Apache-2.0
// What all stages of the family share: their ports, and how they hand out a palette.
#pragma once

#include <pipeline/stage.hpp>

#include <string>

#include "plugins/quantize/common/gather.hpp"
#include "plugins/quantize/common/paint.hpp"

namespace pipeline::quantize {

inline constexpr In<Image<uint8_t>> image_port{
    "image",
    "Picture; straight alpha counts as a fourth, premultiplied channel",
    {.channels = PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
     .colours = PIPELINE_COLOUR_SRGB,
     .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
inline constexpr Out<Labels> labels_port{
    "labels",
    "Each pixel's nearest palette colour; fully transparent pixels have a label of their own",
    {.samples = PIPELINE_U8}};
inline constexpr Out<Image<uint8_t>> painted_port{
    "image", "The picture in its palette's colours", {}, &image_port};
inline constexpr Param<int> colors_param{"colors",
                                         "Colours at most, a transparent one included; a picture "
                                         "that has no more keeps exactly its own",
                                         16, 2, 256};

inline void require_known_layout(const Image<const uint8_t>& picture) {
  if (picture.has_alpha() == (picture.channels() == 4)) return;
  throw Error(PIPELINE_BAD_ARGUMENT,
              "the image has " + std::to_string(picture.channels()) + " channels " +
                  (picture.has_alpha() ? "with" : "without") +
                  " alpha; expected 3 without or 4 with alpha: put image.convert before");
}

// The outputs, for a palette that is measured in `space`.
template <class Stage>
void deliver(const Call<Stage>& call, const Image<const uint8_t>& picture, Space space,
             const Palette& palette) {
  const auto map = call.template make_labels<uint8_t>(
      Stage::labels, picture.width(), picture.height(), static_cast<uint32_t>(palette.size()));
  for (uint32_t i = 0; i < palette.size(); ++i) {
    const auto& c = palette[i];
    map.set_palette(i, Colour::from_u8(c.r, c.g, c.b, c.a));
  }
  paint(call, picture, space, palette, map, call.make_like(Stage::painted, picture));
}

// A whole run of a quantizer that works in sRGB: make(gathered, wanted) gives at most `wanted`
// colours for a picture that has more.
template <class Stage, class Make>
void deliver_plain(const Call<Stage>& call, Make make) {
  constexpr int64_t sample_size = 1 << 18;
  const auto picture = call[Stage::image];
  require_known_layout(picture);
  const auto wanted = static_cast<size_t>(call[Stage::colors]);
  const Gathered gathered = gather(call, picture, sample_size);
  Palette palette;
  if (gathered.complete && gathered.own_count() <= wanted) {
    palette = gathered.own_palette();
  } else {
    palette = make(gathered, wanted - (gathered.hole ? 1 : 0));
    if (gathered.hole) palette.push_back(transparent);
    order_palette(palette);
  }
  deliver(call, picture, Space::srgb, palette);
}

}  // namespace pipeline::quantize
