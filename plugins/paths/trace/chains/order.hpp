// SPDX-License-Identifier: Apache-2.0
// Which region is painted when, and which holes must stay open.
#pragma once

#include <pipeline/labels.hpp>

#include "plugins/paths/trace/chains.hpp"

namespace trace {

// Painter's order: containers before what they hold; regions side by side by their label, the one
// that covers more of that depth first. So a region of one depth and label never touches another
// one, and all of them make one shape. Where shapes are not stacked the depth does not matter.
struct PaintOrder {
  std::vector<uint32_t> rank;    // by region: lower is painted earlier; equal: one shape
  std::vector<uint32_t> sorted;  // the painted regions by rank, then number
  std::vector<char> opaque;      // by region: others may run on beneath it
  std::vector<char> open_hole;   // by loop: a hole through which what lies below must be seen
  uint32_t ground = outside;     // the region to paint as the whole canvas, or `outside`
};

// stacked: shapes run on beneath opaque ones that are painted later, so that no hairline between
// neighbours shows what is below. Without it every hole is open and there is no ground.
PaintOrder paint_order(const RegionMap& map, const ChainSet& chains, const pipeline::Labels& labels,
                       bool stacked);

}  // namespace trace
