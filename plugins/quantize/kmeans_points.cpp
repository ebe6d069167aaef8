// SPDX-License-Identifier: Apache-2.0
#include "kmeans_points.hpp"

#include <algorithm>

#include "rgba.hpp"

namespace pipeline::quantize {

namespace {

constexpr int key_bits = 16;  // 4 channels of 4 bits

// Bits 4..7 of a sample, three apart.
constexpr uint32_t spread_bits(uint32_t v) {
  uint32_t out = 0;
  for (uint32_t bit = 0; bit < 4; ++bit) out |= (v >> (4 + bit) & 1) << (4 * bit);
  return out;
}
constexpr auto spread_table = [] {
  std::array<uint16_t, 256> table{};
  for (uint32_t v = 0; v < 256; ++v) table[v] = static_cast<uint16_t>(spread_bits(v));
  return table;
}();

uint32_t curve_key(uint32_t rgba) {
  const Rgba c = unpack(rgba);
  return static_cast<uint32_t>(spread_table[c.a] << 3 | spread_table[c.g] << 2 |
                               spread_table[c.r] << 1 | spread_table[c.b]);
}

// Of `count` values, the middle and half the width of their range.
struct Range {
  float middle, half;
};
Range range_of(const float* values, size_t count) {
  const auto [low, high] = std::minmax_element(values, values + count);
  return {(*low + *high) / 2, (*high - *low) / 2};
}

}  // namespace

Place place_of(uint32_t rgba) {
  const Premultiplied p = premultiplied(unpack(rgba));
  Place place;
  for (size_t d = 0; d < dimensions; ++d) place[d] = static_cast<float>(p.x[d]) / 255.0F;
  place[3] -= 255.0F;
  return place;
}

void sort_along_curve(WeightedColours& colours) {
  std::vector<uint32_t> begin((size_t{1} << key_bits) + 1);
  for (const auto& c : colours) ++begin[curve_key(c.rgba) + 1];
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  WeightedColours sorted(colours.size());
  for (const auto& c : colours) sorted[begin[curve_key(c.rgba)]++] = c;
  colours.swap(sorted);
}

Points::Points(const BasicCall& call, const WeightedColours& sorted, size_t stride)
    : count(sorted.size() / stride) {
  constexpr int64_t grain = 16;
  const size_t all_groups = (count + group_points - 1) / group_points;
  colours.resize(all_groups * group_points);
  for (size_t i = 0; i < count; ++i) colours[i] = sorted[i * stride + stride / 2];
  const uint32_t last = colours[count - 1].rgba;
  std::fill(colours.begin() + static_cast<std::ptrdiff_t>(count), colours.end(),
            WeightedColour{last, 0});
  for (auto& column : x) column.resize(colours.size());
  boxes.resize(all_groups);
  call.parallel_for(0, static_cast<int64_t>(all_groups), grain, [&](int64_t begin, int64_t end) {
    for (int64_t g = begin; g < end; ++g) fill_group(static_cast<size_t>(g));
  });
}

void Points::fill_group(size_t group) {
  const size_t begin = group * group_points;
  for (size_t i = begin; i < begin + group_points; ++i) {
    const Place place = place_of(colours[i].rgba);
    for (size_t d = 0; d < dimensions; ++d) x[d][i] = place[d];
  }
  GroupBoxes& box = boxes[group];
  for (size_t d = 0; d < dimensions; ++d) {
    const float* const column = x[d].data() + begin;
    const Range all = range_of(column, group_points);
    box.centre[d] = all.middle, box.half[d] = all.half;
    for (size_t b = 0; b < group_blocks; ++b) {
      const Range block = range_of(column + b * block_points, block_points);
      box.block_centre[d][b] = block.middle, box.block_half[d][b] = block.half;
    }
  }
}

}  // namespace pipeline::quantize
