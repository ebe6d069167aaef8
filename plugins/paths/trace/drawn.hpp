// SPDX-License-Identifier: Apache-2.0
// What is drawn of regions, whichever way their outlines are fitted.
#pragma once

#include <pipeline/labels.hpp>
#include <pipeline/paths.hpp>

#include <vector>

#include "plugins/paths/trace/chains.hpp"

namespace trace {

// The loops of each region that are drawn, outer one first; region r owns [begin[r], begin[r + 1]).
struct DrawnLoops {
  std::vector<uint32_t> begin, loops;

  // open_hole: by loop; a hole that what lies below must be seen through.
  DrawnLoops(size_t regions, const ChainSet& chains, const std::vector<char>& open_hole);
};

// The colour of a label, without a stroke.
pipeline::Paint paint_of(const pipeline::Labels& labels, uint32_t label);

// The whole canvas as an outline of the shape at hand.
void add_canvas(pipeline::PathBuilder& builder);

}  // namespace trace
