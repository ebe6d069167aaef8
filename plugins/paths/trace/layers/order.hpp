// SPDX-License-Identifier: Apache-2.0
// Painter's order for flat pictures: what is seen to run on beneath what.
#pragma once

#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/trace/nesting.hpp"

namespace trace {

struct Layers {
  std::vector<uint32_t> sorted;    // painted regions, lowest first
  std::vector<uint32_t> position;  // by region: its place in painting; 0: the ground or not painted
  std::vector<char> opaque;        // by region
  std::vector<char> open_hole;     // by loop: a hole through which what lies below must be seen
  uint32_t ground = outside;       // the region to paint as the whole canvas, or `outside`

  // Whether `own` may run on beneath `other`; beyond the canvas nobody sees it.
  bool covers(uint32_t other, uint32_t own) const {
    return other == outside || (opaque[other] && position[other] > position[own]);
  }
};

// Containers before what they hold. Side by side: where three regions meet and two of the
// boundaries go straight on into one another, the region between these lies on top; such votes are
// summed, and where they say nothing the smaller region lies on top.
Layers find_layers(const RegionMap& map, const ChainSet& chains, const pipeline::Labels& labels);

}  // namespace trace
