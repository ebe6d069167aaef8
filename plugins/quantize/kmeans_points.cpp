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

struct Range {
  float low, high;
};
Range range_of(const float* block) {
  Range range{block[0], block[0]};
  for (size_t i = 1; i < block_points; ++i) {
    range.low = std::min(range.low, block[i]), range.high = std::max(range.high, block[i]);
  }
  return range;
}

}  // namespace

void sort_along_curve(WeightedColours& colours) {
  std::vector<uint32_t> begin((size_t{1} << key_bits) + 1);
  for (const auto& c : colours) ++begin[curve_key(c.rgba) + 1];
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  WeightedColours sorted(colours.size());
  for (const auto& c : colours) sorted[begin[curve_key(c.rgba)]++] = c;
  colours.swap(sorted);
}

Points::Points(const BasicCall& call, Space space, const WeightedColours& sorted, size_t stride)
    : count(sorted.size() / stride), boxes((count + group_points - 1) / group_points) {
  constexpr int64_t grain = 16;
  for (auto& column : x) column.resize(groups() * group_points);
  weights.resize(groups() * group_points);
  std::vector<double> spreads(groups());
  call.parallel_for(0, static_cast<int64_t>(groups()), grain, [&](int64_t begin, int64_t end) {
    for (auto g = static_cast<size_t>(begin); g < static_cast<size_t>(end); ++g) {
      fill_group(space, sorted, stride, g);
      for (size_t i = g * group_points; i < (g + 1) * group_points; ++i) {
        double square = 0;
        for (const auto& column : x) square += static_cast<double>(column[i]) * column[i];
        spreads[g] += square * static_cast<double>(weights[i]);
      }
    }
  });
  for (const double part : spreads) spread += part;
}

void Points::fill_group(Space space, const WeightedColours& sorted, size_t stride, size_t group) {
  const size_t begin = group * group_points;
  uint32_t colours[group_points];
  for (size_t i = 0; i < group_points; ++i) {
    const auto& c = sorted[std::min(begin + i, count - 1) * stride + stride / 2];
    colours[i] = c.rgba;
    weights[begin + i] = begin + i < count ? static_cast<float>(c.weight) : 0;
  }
  int32_t opaque[3][group_points];
  int32_t* const columns[3] = {opaque[0], opaque[1], opaque[2]};
  opaque_places(space, colours, group_points, columns);
  for (size_t i = 0; i < group_points; ++i) {
    const auto alpha = static_cast<int32_t>(colours[i] >> 24);
    for (size_t d = 0; d < 3; ++d) {
      const int32_t v = opaque[d][i] * alpha;
      x[d][begin + i] = static_cast<float>((v < 0 ? v - 127 : v + 127) / 255) / place_steps;
    }
    x[3][begin + i] = static_cast<float>(alpha - 255);
  }
  GroupBoxes& box = boxes[group];
  for (size_t d = 0; d < dimensions; ++d) {
    const float* const column = x[d].data() + begin;
    float low = column[0], high = column[0];
    for (size_t b = 0; b < group_blocks; ++b) {
      const Range range = range_of(column + b * block_points);
      box.block_centre[d][b] = (range.low + range.high) / 2;
      box.block_half[d][b] = (range.high - range.low) / 2;
      low = std::min(low, range.low), high = std::max(high, range.high);
    }
    box.centre[d] = (low + high) / 2, box.half[d] = (high - low) / 2;
  }
}

}  // namespace pipeline::quantize
