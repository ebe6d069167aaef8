// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "rgba.hpp"

namespace pipeline::quantize {

// Labels every pixel with its nearest palette colour and paints it with that. `painted` has the
// channels of `image`, 3 or 4. Every quantizer of the family ends with this.
void paint(const BasicCall& call, const Image<const uint8_t>& image, const Palette& palette,
           const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted);

}  // namespace pipeline::quantize
