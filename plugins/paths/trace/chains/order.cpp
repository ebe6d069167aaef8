// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/order.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "plugins/paths/trace/nesting.hpp"

namespace trace {
namespace {

using pipeline::Labels;

// Ranks by (depth, area of the label at that depth, label).
void rank_regions(const RegionMap& map, Nesting& nesting, bool stacked, PaintOrder& order) {
  const auto count = static_cast<uint32_t>(map.regions.size());
  const auto key = [&](uint32_t r) {
    return std::pair(stacked ? nesting.depth(r) : 0, map.regions[r].label);
  };
  std::vector<uint32_t> by_key(count);
  std::iota(by_key.begin(), by_key.end(), 0U);
  std::stable_sort(by_key.begin(), by_key.end(),
                   [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  struct Group {
    uint32_t depth, label, begin, end;
    uint64_t area;
  };
  std::vector<Group> groups;
  for (uint32_t i = 0; i < count; ++i) {
    const auto [depth, label] = key(by_key[i]);
    if (groups.empty() || std::pair(groups.back().depth, groups.back().label) != key(by_key[i])) {
      groups.push_back({depth, label, i, i, 0});
    }
    groups.back().end = i + 1;
    groups.back().area += map.regions[by_key[i]].area;
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::tuple(a.depth, b.area, a.label) < std::tuple(b.depth, a.area, b.label);
  });
  order.rank.resize(count);
  uint32_t rank = 1;  // 0 is for the ground
  for (const Group& group : groups) {
    for (uint32_t i = group.begin; i < group.end; ++i) {
      order.rank[by_key[i]] = rank;
      order.sorted.push_back(by_key[i]);
    }
    ++rank;
  }
}

// Whatever holds a region that can be seen through must leave it open, and so must its own
// container.
void open_holes(const RegionMap& map, const ChainSet& set, Nesting& nesting, PaintOrder& order) {
  for (uint32_t r = 0; r < map.regions.size(); ++r) {
    if (order.opaque[r]) continue;
    for (uint32_t hole = nesting.hole(r); hole != Nesting::none && !order.open_hole[hole];
         hole = nesting.hole(set.loops[hole].region)) {
      order.open_hole[hole] = 1;
    }
  }
}

// The largest region that reaches the edge, when nothing in the picture can be seen through.
void choose_ground(const RegionMap& map, Nesting& nesting, PaintOrder& order) {
  if (std::find(order.opaque.begin(), order.opaque.end(), 0) != order.opaque.end()) return;
  for (uint32_t r = 0; r < map.regions.size(); ++r) {
    if (nesting.depth(r) != 0) continue;
    if (order.ground == outside || map.regions[r].area > map.regions[order.ground].area) {
      order.ground = r;
    }
  }
  order.rank[order.ground] = 0;
}

}  // namespace

PaintOrder paint_order(const RegionMap& map, const ChainSet& chains, const Labels& labels,
                       bool stacked) {
  PaintOrder order;
  std::vector<char> painted;
  for (const Region& region : map.regions) {
    const uint8_t alpha = labels.palette(region.label).to_u8()[3];
    order.opaque.push_back(alpha == 255);
    painted.push_back(alpha != 0);
  }
  order.open_hole.assign(chains.loops.size(), !stacked);
  Nesting nesting(map, chains);
  rank_regions(map, nesting, stacked, order);
  if (stacked) {
    open_holes(map, chains, nesting, order);
    choose_ground(map, nesting, order);
  }
  std::erase_if(order.sorted, [&](uint32_t r) { return !painted[r] || r == order.ground; });
  return order;
}

}  // namespace trace
