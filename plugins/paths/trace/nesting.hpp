// SPDX-License-Identifier: Apache-2.0
// Which region lies in a hole of which other one.
#pragma once

#include <vector>

#include "plugins/paths/trace/chains.hpp"

namespace trace {

// Regions that lie side by side, as opposed to one in a hole of the other, make a cluster; a
// cluster lies in one hole, or in none.
class Nesting {
 public:
  static constexpr uint32_t none = UINT32_MAX;

  Nesting(const RegionMap& map, const ChainSet& set);

  uint32_t depth(uint32_t region) const { return depth_[region]; }
  // The loop that is the hole the region lies in, or none.
  uint32_t hole(uint32_t region) { return hole_[root(region)]; }
  // The region whose hole that is, or none.
  uint32_t parent(uint32_t region) {
    const uint32_t h = hole(region);
    return h == none ? none : set_.loops[h].region;
  }

 private:
  template <class Visit>
  void each_border(Visit visit);
  uint32_t root(uint32_t r);
  void unite(uint32_t a, uint32_t b);

  const ChainSet& set_;
  std::vector<uint32_t> cluster_;  // by region, towards the first of its cluster
  std::vector<uint32_t> hole_;     // by cluster: the loop it lies in, or none
  std::vector<uint32_t> depth_;    // by region
};

}  // namespace trace
