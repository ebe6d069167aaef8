// SPDX-License-Identifier: Apache-2.0
// What a picture is compared by: lightness, the two opponent colours, and texture.
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/edges/gradient/planes.hpp"

namespace pipeline::edge {

struct ChannelWeights {
  double colour, texture;
};

// `image` (U8; 1, 3 or 4 channels; transparency is seen over white) as CIE L*/100, then a*/100 and
// b*/100 times the weight of colour unless the picture is grey, then the weight of texture times
// the local contrast of L*: the root mean square of what a Gaussian of 3 pixels takes away. Samples
// are the same on every machine.
FloatPlanes gradient_channels(const BasicCall& call, const Image<const uint8_t>& image,
                              const ChannelWeights& weights, int margin);

// Means of 2 x 2 samples; an odd last column or row counts twice.
FloatPlanes half_size(const BasicCall& call, const FloatPlanes& planes, int margin);

// Blurred by a Gaussian; the margin of each is that of the input.
FloatPlanes blurred(const BasicCall& call, const FloatPlanes& planes, double sigma);

}  // namespace pipeline::edge
