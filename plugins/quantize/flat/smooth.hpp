// SPDX-License-Identifier: Apache-2.0
// A worn picture of flat areas with these flat again.
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// noise: as Wear has it. Twice, each pixel becomes a mean over those within 3 columns and rows
// whose neighbourhoods' means are near to its own, nearer ones weighted more: a bilateral filter
// (C. Tomasi, R. Manduchi, ICCV 1998) with a guide that has less noise than the picture, and with a
// weight that ends.
PackedPicture smooth_areas(const BasicCall& call, const PackedPicture& picture, float noise);

}  // namespace pipeline::quantize
