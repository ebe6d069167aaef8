// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/quantize/kmeans/fit.hpp"

namespace pipeline::quantize {

// The palette that k-means finds for a picture; its own colours, exactly, where it has no more than
// asked for. settings.transparent is found out here.
Palette kmeans_palette(const BasicCall& call, const Image<const uint8_t>& picture,
                       FitSettings settings);

}  // namespace pipeline::quantize
