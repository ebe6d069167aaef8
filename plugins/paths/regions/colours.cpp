// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/colours.hpp"

#include <algorithm>

namespace regions {

namespace {

struct Keyed {
  uint32_t key, region;
};

std::vector<Keyed> sorted_keys(const std::vector<Tally>& tallies, int step) {
  std::vector<Keyed> keyed;
  for (uint32_t r = 0; r < tallies.size(); ++r) {
    if (tallies[r].count <= 0) continue;
    uint32_t key = 0;
    for (const double sum : tallies[r].sum) {
      key = key << 8 | static_cast<uint32_t>(sum / tallies[r].count / step + 0.5);
    }
    keyed.push_back({key, r});
  }
  std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
    return a.key != b.key ? a.key < b.key : a.region < b.region;
  });
  return keyed;
}

int rounded(double v) { return static_cast<int>(std::min(v + 0.5, 255.0)); }

pipeline::Colour colour_of(const Tally& t) {
  const double alpha = t.sum[3];
  if (alpha <= 0) return pipeline::Colour::from_u8(0, 0, 0, 0);
  const auto straight = [&](size_t k) { return rounded(t.sum[k] / alpha * 255); };
  return pipeline::Colour::from_u8(straight(0), straight(1), straight(2), rounded(alpha / t.count));
}

}  // namespace

std::vector<pipeline::Colour> group_colours(const pipeline::BasicCall& call, int step,
                                            Partition& partition) {
  const auto keyed = sorted_keys(partition.tallies, step);
  std::vector<uint32_t> group(partition.tallies.size());
  std::vector<Tally> sums;
  for (size_t i = 0; i < keyed.size(); ++i) {
    if (i == 0 || keyed[i].key != keyed[i - 1].key) sums.emplace_back();
    sums.back().add(partition.tallies[keyed[i].region]);
    group[keyed[i].region] = static_cast<uint32_t>(sums.size() - 1);
  }
  call.parallel_for(0, static_cast<int64_t>(partition.ids.size()), 1 << 16,
                    [&](int64_t begin, int64_t end) {
                      for (int64_t i = begin; i < end; ++i) {
                        uint32_t& id = partition.ids[static_cast<size_t>(i)];
                        id = group[id];
                      }
                    });
  std::vector<pipeline::Colour> colours;
  for (const Tally& t : sums) colours.push_back(colour_of(t));
  return colours;
}

}  // namespace regions
