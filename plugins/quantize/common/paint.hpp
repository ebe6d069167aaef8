// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/quantize/common/space.hpp"

namespace pipeline::quantize {

// Labels every pixel with its nearest palette colour in `space` and paints it with that. `painted`
// has the channels of `image`, 3 or 4. Every quantizer of the family ends with this.
void paint(const BasicCall& call, const Image<const uint8_t>& image, Space space,
           const Palette& palette, const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted);

}  // namespace pipeline::quantize
