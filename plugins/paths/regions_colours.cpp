// SPDX-License-Identifier: Apache-2.0
#include "regions_colours.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace regions {

Colours group_colours(const Partition& partition, int step) {
  struct Group {
    std::array<double, 4> channels{};
    double count = 0;
  };
  std::map<std::array<int, 4>, uint32_t> numbers;
  std::vector<Group> groups;
  Colours result;
  for (const Sum& sum : partition.sums) {
    const Colour4 mean = sum.mean();
    std::array<int, 4> cell;
    for (size_t k = 0; k < 4; ++k) {
      cell[k] =
          static_cast<int>((mean[k] + static_cast<float>(step) / 2) / static_cast<float>(step));
    }
    const auto [place, is_new] = numbers.emplace(cell, static_cast<uint32_t>(groups.size()));
    if (is_new) groups.emplace_back();
    Group& group = groups[place->second];
    for (size_t k = 0; k < 4; ++k) group.channels[k] += sum.channels[k];
    group.count += sum.count;
    result.label.push_back(place->second);
  }
  for (const Group& group : groups) {
    const double alpha = group.channels[3] / group.count / 255;
    const auto channel = [&](size_t k) {
      const double v = alpha > 0 ? group.channels[k] / group.count / alpha : 0;
      return static_cast<int>(std::min(255.0, std::floor(v + 0.5)));
    };
    result.palette.push_back(pipeline::Colour::from_u8(
        channel(0), channel(1), channel(2), static_cast<int>(std::floor(alpha * 255 + 0.5))));
  }
  return result;
}

}  // namespace regions
