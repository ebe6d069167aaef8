// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/order.hpp"

#include <algorithm>
#include <tuple>

#include "plugins/paths/common/point.hpp"

namespace trace {
namespace {

struct Vote {
  uint32_t region, other;
  int count;  // above 0: region lies on top of other
};

// The first cracks of a half, as the vector that they add up to.
Point first_cracks(const ChainSet& set, uint32_t half) {
  constexpr int reach = 7;
  const auto turns = set.turns_of(set.chains[ChainSet::chain_of(half)]);
  const bool backward = ChainSet::backward(half);
  const auto vertex = [&](size_t i) { return turns[backward ? turns.size() - 1 - i : i]; };
  const Vertex start = vertex(0);
  int left = reach;
  Point at{static_cast<double>(start.x), static_cast<double>(start.y)};
  for (size_t i = 1; i < turns.size() && left > 0; ++i) {
    const int dx = vertex(i).x - vertex(i - 1).x, dy = vertex(i).y - vertex(i - 1).y;
    const int cracks = std::abs(dx) + std::abs(dy), take = std::min(cracks, left);
    const double part = static_cast<double>(take) / cracks;
    at = at + Point{dx * part, dy * part};
    left -= take;
  }
  return unit(at - Point{static_cast<double>(start.x), static_cast<double>(start.y)});
}

struct HalfAt {
  Vertex start;
  uint32_t half;
};

// The two arms that bound a region go straight on: it lies on top of the third and second one.
void vote(const ChainSet& set, const HalfAt* halves, std::vector<Vote>& votes) {
  constexpr double straight = -0.93;
  Point direction[3];
  for (int k = 0; k < 3; ++k) direction[k] = first_cracks(set, halves[k].half);
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      const uint32_t region = set.right(halves[a].half);
      if (a == b || region == outside || region != set.left(halves[b].half)) continue;
      if (dot(direction[a], direction[b]) >= straight) continue;
      for (const uint32_t other : {set.left(halves[a].half), set.right(halves[b].half)}) {
        if (other == outside || other == region) continue;
        votes.push_back({region, other, 1});
        votes.push_back({other, region, -1});
      }
    }
  }
}

std::vector<Vote> count_votes(const ChainSet& set) {
  std::vector<HalfAt> starts;
  for (uint32_t c = 0; c < set.chains.size(); ++c) {
    if (set.chains[c].closed) continue;
    const auto turns = set.turns_of(set.chains[c]);
    starts.push_back({turns.front(), 2 * c});
    starts.push_back({turns.back(), 2 * c + 1});
  }
  std::sort(starts.begin(), starts.end(), [](const HalfAt& a, const HalfAt& b) {
    return std::tuple(a.start.y, a.start.x, a.half) < std::tuple(b.start.y, b.start.x, b.half);
  });
  std::vector<Vote> votes;
  for (size_t i = 0; i < starts.size();) {
    size_t end = i;
    while (end < starts.size() && starts[end].start == starts[i].start) ++end;
    if (end - i == 3) vote(set, &starts[i], votes);
    i = end;
  }
  const auto key = [](const Vote& v) { return std::tuple(v.region, v.other); };
  std::sort(votes.begin(), votes.end(),
            [&](const Vote& a, const Vote& b) { return key(a) < key(b); });
  std::vector<Vote> sums;
  for (const Vote& v : votes) {
    if (!sums.empty() && key(sums.back()) == key(v)) {
      sums.back().count += v.count;
    } else {
      sums.push_back(v);
    }
  }
  return sums;
}

// Regions of one hole in painter's order.
class SiblingSorter {
 public:
  SiblingSorter(const RegionMap& map, std::vector<Vote> votes)
      : map_(map), votes_(std::move(votes)), waiting_(map.regions.size()) {}

  void sort(std::vector<uint32_t>& siblings) {
    constexpr size_t too_many = 400;  // such a crowd is no drawing of overlapping shapes
    std::sort(siblings.begin(), siblings.end(), [&](uint32_t a, uint32_t b) {
      return std::tuple(map_.regions[b].area, a) < std::tuple(map_.regions[a].area, b);
    });
    if (siblings.size() > too_many) return;
    for (const uint32_t r : siblings) waiting_[r] = 1;
    std::vector<uint32_t> sorted;
    while (sorted.size() < siblings.size()) {
      uint32_t best = outside;
      int best_score = 0;
      for (const uint32_t r : siblings) {
        if (!waiting_[r]) continue;
        const int s = score(r);
        if (best == outside || s < best_score) best = r, best_score = s;
      }
      waiting_[best] = 0;
      sorted.push_back(best);
    }
    siblings = sorted;
  }

 private:
  // How much speaks for its lying above those that wait with it.
  int score(uint32_t region) const {
    constexpr int most = 3;  // many junctions of one pair say no more than a few
    auto v = std::lower_bound(votes_.begin(), votes_.end(), region,
                              [](const Vote& a, uint32_t r) { return a.region < r; });
    int sum = 0;
    for (; v != votes_.end() && v->region == region; ++v) {
      if (waiting_[v->other]) sum += std::clamp(v->count, -most, most);
    }
    return sum;
  }

  const RegionMap& map_;
  std::vector<Vote> votes_;
  std::vector<char> waiting_;
};

std::vector<char> regions_at_border(const RegionMap& map) {
  std::vector<char> at_border(map.regions.size());
  for (int x = 0; x < map.width; ++x)
    at_border[map.at(x, 0)] = at_border[map.at(x, map.height - 1)] = 1;
  for (int y = 0; y < map.height; ++y)
    at_border[map.at(0, y)] = at_border[map.at(map.width - 1, y)] = 1;
  return at_border;
}

// The label that has most of the area of regions at the edge of the canvas.
uint32_t choose_ground(const RegionMap& map) {
  const std::vector<char> at_border = regions_at_border(map);
  std::vector<uint64_t> area;
  std::vector<uint32_t> first;
  for (uint32_t r = 0; r < map.regions.size(); ++r) {
    if (!at_border[r]) continue;
    const Region& region = map.regions[r];
    if (region.label >= area.size())
      area.resize(region.label + 1), first.resize(region.label + 1, r);
    if (area[region.label] == 0) first[region.label] = r;
    area[region.label] += region.area;
  }
  return first[static_cast<size_t>(std::max_element(area.begin(), area.end()) - area.begin())];
}

}  // namespace

Layers find_layers(const RegionMap& map, const ChainSet& chains, const pipeline::Labels& labels) {
  const auto count = static_cast<uint32_t>(map.regions.size());
  Layers layers;
  std::vector<char> painted;
  bool all_opaque = true;
  for (const Region& region : map.regions) {
    const uint8_t alpha = labels.palette(region.label).to_u8()[3];
    layers.opaque.push_back(alpha == 255);
    painted.push_back(alpha != 0);
    all_opaque = all_opaque && alpha == 255;
  }
  Nesting nesting(map, chains);
  if (all_opaque) layers.ground = choose_ground(map);
  const auto is_ground = [&](uint32_t r) {
    return layers.ground != outside && nesting.hole(r) == Nesting::none &&
           map.regions[r].label == map.regions[layers.ground].label;
  };
  layers.open_hole.assign(chains.loops.size(), 0);
  for (uint32_t r = 0; r < count; ++r) {
    if (layers.opaque[r]) continue;
    for (uint32_t h = nesting.hole(r); h != Nesting::none && !layers.open_hole[h];
         h = nesting.hole(chains.loops[h].region)) {
      layers.open_hole[h] = 1;
    }
  }

  std::vector<std::vector<uint32_t>> held(count + 1);  // by parent; the last has none
  for (uint32_t r = 0; r < count; ++r) {
    const uint32_t parent = nesting.parent(r);
    held[parent == Nesting::none ? count : parent].push_back(r);
  }
  SiblingSorter sorter(map, count_votes(chains));
  layers.position.assign(count, 0);
  std::vector<uint32_t> stack;
  const auto push = [&](std::vector<uint32_t>& siblings) {
    sorter.sort(siblings);
    stack.insert(stack.end(), siblings.rbegin(), siblings.rend());
  };
  push(held[count]);
  while (!stack.empty()) {
    const uint32_t r = stack.back();
    stack.pop_back();
    if (painted[r] && !is_ground(r)) {
      layers.sorted.push_back(r);
      layers.position[r] = static_cast<uint32_t>(layers.sorted.size());
    }
    push(held[r]);
  }
  return layers;
}

}  // namespace trace
