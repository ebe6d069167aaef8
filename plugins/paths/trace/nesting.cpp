// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/nesting.hpp"

#include <algorithm>
#include <numeric>

namespace trace {

// visit(a, b, b lies in a hole of a, a lies in a hole of b, chain)
template <class Visit>
void Nesting::each_border(Visit visit) {
  for (uint32_t c = 0; c < set_.chains.size(); ++c) {
    const Chain& chain = set_.chains[c];
    if (chain.right == outside || chain.left == outside) continue;
    visit(chain.right, chain.left, !set_.loops[set_.loop_of[2 * c]].outer,
          !set_.loops[set_.loop_of[2 * c + 1]].outer, c);
  }
}

Nesting::Nesting(const RegionMap& map, const ChainSet& set)
    : set_(set),
      cluster_(map.regions.size()),
      hole_(map.regions.size(), none),
      depth_(map.regions.size()) {
  std::iota(cluster_.begin(), cluster_.end(), 0U);
  each_border([&](uint32_t a, uint32_t b, bool inside_a, bool inside_b, uint32_t) {
    if (!inside_a && !inside_b) unite(a, b);
  });
  each_border([&](uint32_t a, uint32_t b, bool inside_a, bool inside_b, uint32_t chain) {
    if (inside_a) hole_[root(b)] = set_.loop_of[2 * chain];
    if (inside_b) hole_[root(a)] = set_.loop_of[2 * chain + 1];
  });
  // A container's first pixel comes before those of what it holds, so its depth is known.
  for (uint32_t r = 0; r < depth_.size(); ++r) {
    const uint32_t hole = hole_[root(r)];
    depth_[r] = hole == none ? 0 : depth_[set_.loops[hole].region] + 1;
  }
}

uint32_t Nesting::root(uint32_t r) {
  while (cluster_[r] != r) r = cluster_[r] = cluster_[cluster_[r]];
  return r;
}

void Nesting::unite(uint32_t a, uint32_t b) {
  a = root(a), b = root(b);
  cluster_[std::max(a, b)] = std::min(a, b);
}

}  // namespace trace
