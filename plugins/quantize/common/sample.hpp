// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

// A stratified sample: the pixels in row order are cut into equal runs, and a hash picks one of
// each. Between `least` and 2 * least pixels (all of them when the picture has fewer), each of
// weight 1, less those that are fully transparent.
WeightedColours sample(const BasicCall& call, const Image<const uint8_t>& image, int64_t least);

}  // namespace pipeline::quantize
