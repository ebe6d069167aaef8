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

uint16_t curve_key(uint32_t rgba) {
  const Rgba c = unpack(rgba);
  return static_cast<uint16_t>(spread_table[c.a] << 3 | spread_table[c.g] << 2 |
                               spread_table[c.r] << 1 | spread_table[c.b]);
}

// What fills a group: columns of `x`, premultiplied, and boxes; returns the weighted sum of
// squares.
// The least and the greatest of each pair that is Half apart, for each block of twice as many.
template <size_t Half>
inline void halve(const int32_t* from_low, const int32_t* from_high, int32_t* low, int32_t* high) {
  for (size_t b = 0; b < group_blocks; ++b) {
    const int32_t *one = from_low + 2 * Half * b, *other = from_high + 2 * Half * b;
    for (size_t i = 0; i < Half; ++i) {
      low[Half * b + i] = std::min(one[i], one[Half + i]);
      high[Half * b + i] = std::max(other[i], other[Half + i]);
    }
  }
}

inline double lay_out(const int32_t* const* opaque, const int32_t* alphas, const float* weights,
                      float* const* x, GroupBoxes& box) {
  constexpr float step = 1 / place_steps;
  int32_t v[group_points];
  int32_t least_alpha = 255;
  for (size_t i = 0; i < group_points; ++i) least_alpha = std::min(least_alpha, alphas[i]);
  float squares[block_points] = {};
  for (size_t d = 0; d < dimensions; ++d) {
    for (size_t i = 0; i < group_points; ++i) {
      v[i] = d == 3 ? unit / 255 * (alphas[i] - 255) : opaque[d == 3 ? 0 : d][i];
    }
    if (d < 3 && least_alpha < 255) {
      for (size_t i = 0; i < group_points; ++i) {
        const int32_t product = v[i] * alphas[i];
        v[i] = (product < 0 ? product - 127 : product + 127) / 255;
      }
    }
    for (size_t i = 0; i < group_points; ++i) x[d][i] = static_cast<float>(v[i]) * step;
    for (size_t b = 0; b < group_points; b += block_points) {
      for (size_t i = 0; i < block_points; ++i) {
        squares[i] += weights[b + i] * (x[d][b + i] * x[d][b + i]);
      }
    }
    int32_t low8[8 * group_blocks], high8[8 * group_blocks], low4[4 * group_blocks],
        high4[4 * group_blocks], low2[2 * group_blocks], high2[2 * group_blocks];
    halve<8>(v, v, low8, high8);
    halve<4>(low8, high8, low4, high4);
    halve<2>(low4, high4, low2, high2);
    int32_t low = v[0], high = v[0];
    for (size_t b = 0; b < group_blocks; ++b) {
      const int32_t block_low = std::min(low2[2 * b], low2[2 * b + 1]);
      const int32_t block_high = std::max(high2[2 * b], high2[2 * b + 1]);
      box.block_centre[d][b] = static_cast<float>(block_low + block_high) * (step / 2);
      box.block_half[d][b] = static_cast<float>(block_high - block_low) * (step / 2);
      low = std::min(low, block_low), high = std::max(high, block_high);
    }
    box.centre[d] = static_cast<float>(low + high) * (step / 2);
    box.half[d] = static_cast<float>(high - low) * (step / 2);
  }
  double sum = 0;
  for (const float lane : squares) sum += static_cast<double>(lane);
  return sum;
}

}  // namespace

QUANTIZE_VARIANTS(lay_out_group, lay_out, double,
                  (const int32_t* const* opaque, const int32_t* alphas, const float* weights,
                   float* const* x, GroupBoxes& box),
                  (opaque, alphas, weights, x, box))

void sort_along_curve(WeightedColours& colours) {
  std::vector<uint32_t> begin((size_t{1} << key_bits) + 1);
  std::vector<uint16_t> keys;
  keys.reserve(colours.size());
  for (const auto& c : colours) {
    keys.push_back(curve_key(c.rgba));
    ++begin[size_t{keys.back()} + 1];
  }
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  WeightedColours sorted(colours.size());
  for (size_t i = 0; i < colours.size(); ++i) sorted[begin[keys[i]]++] = colours[i];
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
      spreads[g] = fill_group(space, sorted, stride, g);
    }
  });
  for (const double part : spreads) spread += part;
}

double Points::fill_group(Space space, const WeightedColours& sorted, size_t stride, size_t group) {
  const size_t begin = group * group_points;
  uint32_t colours[group_points];
  int32_t alphas[group_points];
  for (size_t i = 0; i < group_points; ++i) {
    const auto& c = sorted[std::min(begin + i, count - 1) * stride + stride / 2];
    colours[i] = c.rgba;
    alphas[i] = static_cast<int32_t>(c.rgba >> 24);
    weights[begin + i] = begin + i < count ? static_cast<float>(c.weight) : 0;
  }
  int32_t opaque[3][group_points];
  int32_t* const columns[3] = {opaque[0], opaque[1], opaque[2]};
  opaque_places(space, colours, group_points, columns);
  float* const out[dimensions] = {&x[0][begin], &x[1][begin], &x[2][begin], &x[3][begin]};
  return lay_out_group_variants().back().run(columns, alphas, &weights[begin], out, boxes[group]);
}

}  // namespace pipeline::quantize
