// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include <optional>

#include "plugins/quantize/common/space.hpp"
#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

struct FitSettings {
  Space space;
  int colors;  // 1..256, a transparent one included
  int seed;
  int max_iterations;  // the last Lloyd steps, on merged or on all colours
  double tolerance;    // of the cost, that a step must gain
  bool transparent;    // the palette holds `transparent`, last
  // Fewer than `colors` if they keep the root mean squared error within this, white being 255.
  std::optional<double> error;
};

// The palette of at most `colors` colours that k-means finds for these colours (none fully
// transparent): seeded starts on few of them, bettered by exchanges; the best is brought to rest on
// all, merged by likeness where they are many, then as they are. Colours are in order of rising
// luma. Leaves `colours` in another order.
Palette fit(const BasicCall& call, WeightedColours colours, FitSettings settings);

}  // namespace pipeline::quantize
