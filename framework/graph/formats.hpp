// SPDX-License-Identifier: Apache-2.0
// Step 6 of a build: what images and label maps can be on each wire, as far as that is known before
// a run.
#pragma once

#include <string>
#include <vector>

#include "framework/graph/draft.hpp"

namespace pipeline::graph {

// Masks of what may come; all bits: anything.
struct Formats {
  uint32_t samples = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_U32 | PIPELINE_F32;
  uint32_t channels =
      PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(2) | PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4);
  uint32_t colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB | PIPELINE_COLOUR_LINEAR |
                     PIPELINE_COLOUR_OKLAB | PIPELINE_COLOUR_DATA;
  uint32_t alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT | PIPELINE_ALPHA_PREMULTIPLIED;
};

// Follows the formats through the nodes in `order` (each after all it takes from) and reports each
// wire that cannot bring what its taker accepts, with the conversion to put in.
void check_formats(Work& work, const std::vector<uint32_t>& order);

}  // namespace pipeline::graph
