// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace pipeline::quantize {

// A colour (pack() of rgba.hpp) and how many pixels it stands for.
struct WeightedColour {
  uint32_t rgba;
  int64_t weight;
};
using WeightedColours = std::vector<WeightedColour>;

}  // namespace pipeline::quantize
