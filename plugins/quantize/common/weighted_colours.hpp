// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace pipeline::quantize {

// A colour (pack() of rgba.hpp) and how many pixels it stands for; 2^32 - 1 says as many or more.
struct WeightedColour {
  uint32_t rgba, weight;
};
using WeightedColours = std::span<WeightedColour>;  // in memory of scratch()

}  // namespace pipeline::quantize
