// SPDX-License-Identifier: Apache-2.0
// Regions of similar colour in one colour.
#pragma once

#include <pipeline/labels.hpp>

#include "regions_picture.hpp"

namespace regions {

struct Colours {
  std::vector<uint32_t> label;            // by region
  std::vector<pipeline::Colour> palette;  // by label, straight alpha
};

// Groups regions whose mean colours fall into one cell of `step` levels a channel; a group has the
// mean of its pixels. One shape can then draw a group.
Colours group_colours(const Partition& partition, int step);

}  // namespace regions
