// SPDX-License-Identifier: Apache-2.0
// Few colours for many regions: each colour is one path of the document.
#pragma once

#include <pipeline/labels.hpp>

#include "plugins/paths/regions/merge.hpp"

namespace regions {

// Regions whose means round to the same multiple of `step` in each channel share the mean of them
// all. Turns the ids of the partition into numbers of the colours returned.
std::vector<pipeline::Colour> group_colours(const pipeline::BasicCall& call, int step,
                                            Partition& partition);

}  // namespace regions
