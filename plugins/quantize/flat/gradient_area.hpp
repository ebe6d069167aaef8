// SPDX-License-Identifier: Apache-2.0
// Whether an even area is painted with a gradient.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plugins/common/gradient/fit.hpp"

namespace pipeline::quantize {

struct GradientArea {
  std::vector<uint32_t> pixels;
  double thickness = 0;
  std::vector<gradient::Sample> samples;
  std::optional<gradient::Fit> fit;
};

// Whether what was fitted explains nearly all of the pixels, and much better than one colour does.
bool is_gradient(const std::optional<gradient::Fit>& fit);

// The same with room for what a few of the samples cannot tell.
bool may_be_gradient(const std::optional<gradient::Fit>& fit);

// Whether an area whose fit is a gradient is that for another reason: because it is an edge,
// blurred over some pixels, or has one colour but for a few pixels.
bool is_no_fill(const GradientArea& area);

}  // namespace pipeline::quantize
