// SPDX-License-Identifier: Apache-2.0
// What image.convert has to do to one picture.
#pragma once

#include <pipeline/stage.hpp>

namespace pipeline::convert {

enum class Samples { keep, u8, u16, f32 };
enum class Channels { keep, grey, rgb, rgba };
enum class Space { keep, srgb, linear, oklab };
enum class Alpha { keep, remove, straight, premultiplied };

struct Settings {
  Samples samples;
  Channels channels;
  Space colour;
  Alpha alpha;
  Colour background;
};

// Throws Error for settings that contradict each other whatever the picture.
void check(const Settings& settings);

// How a picture's numbers relate to light.
enum class Scale { encoded, linear, oklab };

struct Plan {
  pipeline_image to;             // shape; no pixels yet
  Scale from_scale, to_scale;    // encoded for GREY, SRGB and DATA
  int from_colours, to_colours;  // channels without alpha
  bool from_alpha, to_alpha;
  bool unpremultiply, blend, premultiply;
  double background[3];  // in from_scale

  bool through_light() const { return from_scale != to_scale || to_colours < from_colours; }
  // Only the sample type and the number of channels change.
  bool is_plain() const { return !through_light() && !unpremultiply && !blend && !premultiply; }
};

// Throws Error for what makes no sense for this picture.
Plan plan(const pipeline_image& from, const Settings& settings);

// The picture needs new labels at most.
inline bool keeps_samples(const Plan& plan, const pipeline_image& from) {
  return plan.is_plain() && plan.to.sample == from.sample && plan.to.channels == from.channels;
}

}  // namespace pipeline::convert
