// SPDX-License-Identifier: Apache-2.0
// A picture divided into regions of nearly one colour.
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/paths/regions/graph.hpp"

namespace regions {

struct Partition {
  std::vector<uint32_t> ids;   // by pixel
  std::vector<Tally> tallies;  // by region
};

// Merges within tiles, which are independent and the same at any thread count, then across their
// seams.
Partition merge_regions(const pipeline::BasicCall& call, const Samples& samples, double lambda);

}  // namespace regions
