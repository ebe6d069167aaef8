// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include "plugins/image/convert/rows.hpp"

namespace {

using namespace pipeline;
using convert::Alpha;
using convert::Channels;
using convert::Samples;
using convert::Space;

constexpr const char* sample_names[] = {"keep", "u8", "u16", "f32"};
constexpr const char* channel_names[] = {"keep", "grey", "rgb", "rgba"};
constexpr const char* space_names[] = {"keep", "srgb", "linear", "oklab"};
constexpr const char* alpha_names[] = {"keep", "remove", "straight", "premultiplied"};

struct Convert {
  static constexpr Stage stage{"image.convert",
                               "1.0.0",
                               "Changes samples, channels, colour space and alpha of a picture.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               18.0,
                               1 << 20};
  static constexpr Format any{PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32};
  static constexpr In<AnyImage> image{"image",
                                      "Any picture. Data is taken as sRGB-encoded where it "
                                      "has to become colours",
                                      any};
  static constexpr Out<AnyImage> out{
      "image", "The picture as the parameters say; the input's own pixels where none changes", any};
  static constexpr Param<Samples> samples{
      "samples", "Sample type; rounded to nearest and clamped to 0..1 on the way to integers",
      Samples::keep, sample_names};
  static constexpr Param<Channels> channels{
      "channels",
      "grey: luminance (Rec. 709, in linear light) encoded as sRGB. grey and rgb blend alpha over "
      "the "
      "background, rgba adds opaque alpha where there is none",
      Channels::keep, channel_names};
  static constexpr Param<Space> colour{
      "colour", "Colour space; a grey picture becomes RGB. oklab is f32", Space::keep, space_names};
  static constexpr Param<Alpha> alpha{
      "alpha", "remove blends over the background, in the picture's own colour space", Alpha::keep,
      alpha_names};
  static constexpr Param<Colour> background{
      "background", "What shows through where alpha is removed", {1, 1, 1, 1}};
  PIPELINE_INTERFACE(image, out, samples, channels, colour, alpha, background)

  explicit Convert(const Setup<Convert>& setup) : settings_(settings(setup)) {}

  static pipeline_image output_format(const Setup<Convert>& setup, const pipeline_image& input) {
    return convert::plan(input, settings(setup)).to;
  }

  void run(const Call<Convert>& call) const {
    const AnyImage from = call[image];
    const convert::Plan plan = convert::plan(from.raw(), settings_);
    if (convert::keeps_samples(plan, from.raw()))
      return call.forward(out, relabelled(from, plan.to));
    const AnyImage to = call.make(out, plan.to);
    call.rows(from.height(), [&](int64_t y0, int64_t y1) {
      convert::convert_rows(plan, from.raw(), to.raw(), y0, y1);
    });
  }

 private:
  static convert::Settings settings(const Setup<Convert>& setup) {
    const convert::Settings settings{setup[samples], setup[channels], setup[colour], setup[alpha],
                                     setup[background]};
    convert::check(settings);
    return settings;
  }
  static AnyImage relabelled(const AnyImage& from, const pipeline_image& as) {
    pipeline_image raw = from.raw();
    raw.colour = as.colour, raw.alpha = as.alpha;
    return AnyImage(raw);
  }

  convert::Settings settings_;
};

}  // namespace

PIPELINE_STAGE(convert, Convert)
