// SPDX-License-Identifier: Apache-2.0
// Whether a picture is a drawing of flat areas that its labels name, be it a little noisy.
#pragma once

#include "plugins/paths/trace/picture.hpp"

namespace trace {

// Standard deviation of the picture's noise in a channel, 0..255, as what lies a little inside
// areas of one label shows it; 0 where it is less than one level. What a photograph is off its
// labels' fills counts too.
float estimate_noise(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                     const Fills& fills);

// How much edges are blurred beyond what pixels blur, as the standard deviation of a normal
// distribution, in pixels; 0 where it is less than half a pixel, or where there are few edges.
float estimate_blur(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                    const Fills& fills);

// Whether what estimate_noise() tells is noise: a photograph has many regions.
bool may_be_noise(const RegionMap& map);

// Whether most pixels have nearly the colour of their label, but for noise.
bool has_flat_areas(const pipeline::Image<const uint8_t>& image, const pipeline::Labels& labels,
                    const Fills& fills, float noise);

}  // namespace trace
