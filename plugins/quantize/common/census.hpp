// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include <optional>

#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

// Every colour of the picture (3 or 4 channels) with the number of its pixels, in ascending order
// of the packed colour; nothing when there are more than `limit`, which is found out early.
std::optional<WeightedColours> census(const BasicCall& call, const Image<const uint8_t>& image,
                                      size_t limit);

// Whether a picture of 4 channels has a pixel of alpha 0.
bool has_transparent(const BasicCall& call, const Image<const uint8_t>& image);

}  // namespace pipeline::quantize
