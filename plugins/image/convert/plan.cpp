// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/convert/plan.hpp"

#include "plugins/image/convert/curve.hpp"
#include "plugins/image/convert/oklab.hpp"

namespace pipeline::convert {

namespace {

[[noreturn]] void refuse(const std::string& text) { throw Error(PIPELINE_BAD_ARGUMENT, text); }

Scale scale_of(uint32_t colour) {
  if (colour == PIPELINE_COLOUR_LINEAR) return Scale::linear;
  return colour == PIPELINE_COLOUR_OKLAB ? Scale::oklab : Scale::encoded;
}

int colours_wanted(int now, const Settings& s) {
  switch (s.channels) {
    case Channels::grey:
      return 1;
    case Channels::rgb:
    case Channels::rgba:
      return 3;
    default:
      return s.colour == Space::keep ? now : 3;
  }
}

uint32_t colour_wanted(uint32_t now, int colours, const Settings& s) {
  if (s.colour == Space::linear) return PIPELINE_COLOUR_LINEAR;
  if (s.colour == Space::oklab) return PIPELINE_COLOUR_OKLAB;
  if (s.colour == Space::keep && s.channels == Channels::keep) return now;
  if (colours == 1) return PIPELINE_COLOUR_GREY;
  const bool kept = s.colour == Space::keep && scale_of(now) != Scale::encoded;
  return kept ? now : uint32_t{PIPELINE_COLOUR_SRGB};
}

uint32_t alpha_wanted(uint32_t now, const Settings& s) {
  const bool fixed = s.channels == Channels::grey || s.channels == Channels::rgb;
  if (fixed || s.alpha == Alpha::remove) return PIPELINE_ALPHA_NONE;
  const bool has = now != PIPELINE_ALPHA_NONE;
  if (!has && s.channels != Channels::rgba) return PIPELINE_ALPHA_NONE;
  if (s.alpha == Alpha::premultiplied) return PIPELINE_ALPHA_PREMULTIPLIED;
  return has && s.alpha == Alpha::keep ? now : uint32_t{PIPELINE_ALPHA_STRAIGHT};
}

uint32_t sample_wanted(uint32_t now, uint32_t colour, const Settings& s) {
  switch (s.samples) {
    case Samples::u8:
      return PIPELINE_U8;
    case Samples::u16:
      return PIPELINE_U16;
    case Samples::f32:
      return PIPELINE_F32;
    default:
      return colour == PIPELINE_COLOUR_OKLAB ? uint32_t{PIPELINE_F32} : now;
  }
}

void set_background(const Colour& colour, Plan& plan) {
  double* c = plan.background;
  c[0] = colour.r, c[1] = colour.g, c[2] = colour.b;
  if (plan.from_scale == Scale::encoded && plan.from_colours == 3) return;
  for (int i = 0; i < 3; ++i) c[i] = to_linear(c[i]);
  if (plan.from_colours == 1) c[0] = 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  if (plan.from_colours == 1 && plan.from_scale == Scale::encoded) c[0] = to_encoded(c[0]);
  if (plan.from_colours == 1) c[1] = c[2] = c[0];
  if (plan.from_scale == Scale::oklab) linear_to_oklab(c);
}

}  // namespace

void check(const Settings& s) {
  const bool grey = s.channels == Channels::grey;
  if (grey && s.colour != Space::keep && s.colour != Space::srgb) {
    refuse(
        "channels: grey is luminance encoded as sRGB; leave colour at keep, or take channels: rgb");
  }
  if (s.colour == Space::oklab && s.samples != Samples::keep && s.samples != Samples::f32) {
    refuse("colour: oklab has samples below 0 and is f32 only; leave samples at keep");
  }
  const bool alpha = s.alpha == Alpha::straight || s.alpha == Alpha::premultiplied;
  if (alpha && (grey || s.channels == Channels::rgb)) {
    refuse(std::string("channels: ") + (grey ? "grey" : "rgb") +
           " has no alpha; leave alpha at keep, or channels");
  }
  if (s.alpha == Alpha::remove && s.channels == Channels::rgba) {
    refuse("channels: rgba has alpha, alpha: remove has none; leave one of them at keep");
  }
}

Plan plan(const pipeline_image& from, const Settings& s) {
  Plan p{};
  p.from_alpha = from.alpha != PIPELINE_ALPHA_NONE;
  p.from_colours = from.channels - (p.from_alpha ? 1 : 0);
  p.to_colours = colours_wanted(p.from_colours, s);
  const bool recolours = s.channels != Channels::keep || s.colour != Space::keep;
  if (recolours && p.from_colours != 1 && p.from_colours != 3) {
    refuse("a picture of " + std::to_string(p.from_colours) +
           " channels that are not alpha has no colours to convert; leave channels and colour at "
           "keep");
  }
  p.to = {};
  p.to.struct_size = sizeof p.to;
  p.to.width = from.width, p.to.height = from.height;
  p.to.colour = colour_wanted(from.colour, p.to_colours, s);
  p.to.alpha = alpha_wanted(from.alpha, s);
  p.to.sample = sample_wanted(from.sample, p.to.colour, s);
  p.to_alpha = p.to.alpha != PIPELINE_ALPHA_NONE;
  p.to.channels = p.to_colours + (p.to_alpha ? 1 : 0);
  if (p.to.colour == PIPELINE_COLOUR_OKLAB && p.to.sample != PIPELINE_F32) {
    refuse("a picture in OKLab has samples below 0 and is f32 only; ask for colour: srgb too");
  }
  p.from_scale = scale_of(from.colour);
  p.to_scale = scale_of(p.to.colour);
  p.blend = p.from_alpha && !p.to_alpha;
  const bool was_multiplied = from.alpha == PIPELINE_ALPHA_PREMULTIPLIED;
  const bool stays = was_multiplied && p.to.alpha == from.alpha && !p.through_light();
  p.unpremultiply = was_multiplied && !stays;
  p.premultiply = p.to.alpha == PIPELINE_ALPHA_PREMULTIPLIED && p.from_alpha && !stays;
  if (p.blend) set_background(s.background, p);
  return p;
}

}  // namespace pipeline::convert
