// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/points.hpp"

#include <algorithm>

#include "plugins/quantize/common/rgba.hpp"

namespace pipeline::quantize {

namespace {

constexpr size_t keys = 1 << 16;

// The upper `bits` of 8, `apart` bits from each other.
constexpr uint32_t spread_bits(uint32_t v, uint32_t bits, uint32_t apart) {
  uint32_t out = 0;
  for (uint32_t i = 0; i < bits; ++i) out |= (v >> (8 - bits + i) & 1) << (apart * i);
  return out;
}

// The place along a Morton curve: 5 bits of each colour channel, or, where there is alpha, 4 bits
// of all four.
class Curve {
 public:
  explicit Curve(bool opaque) : opaque_(opaque) {
    for (uint32_t v = 0; v < 256; ++v) {
      table_[v] = static_cast<uint16_t>(opaque ? spread_bits(v, 5, 3) : spread_bits(v, 4, 4));
    }
  }
  uint16_t operator()(uint32_t rgba) const {
    const auto colour = static_cast<uint32_t>(table_[rgba >> 8 & 255]) << 2 |
                        static_cast<uint32_t>(table_[rgba & 255]) << 1 | table_[rgba >> 16 & 255];
    const auto alpha = opaque_ ? 0 : static_cast<uint32_t>(table_[rgba >> 24]) << 3;
    return static_cast<uint16_t>(colour | alpha);
  }
  // What of a colour makes its place.
  uint32_t part(uint32_t rgba) const { return rgba & (opaque_ ? 0xFFF8F8F8 : 0xF0F0F0F0); }
  // Within one place, the next bit of each channel: below fine_places().
  size_t fine(uint32_t rgba) const {
    const uint32_t bits = rgba >> (opaque_ ? 2 : 3) & (opaque_ ? 0x010101 : 0x01010101);
    return (bits | bits >> 7 | bits >> 14 | bits >> 21) & 15;
  }
  size_t fine_places() const { return opaque_ ? 8 : 16; }

 private:
  bool opaque_;
  std::array<uint16_t, 256> table_;
};

bool all_opaque(const WeightedColours& colours) {
  return std::all_of(colours.begin(), colours.end(),
                     [](const WeightedColour& c) { return c.rgba >> 24 == 255; });
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
  const Curve curve(all_opaque(colours));
  std::vector<uint32_t> begin(keys + 1);
  std::vector<uint16_t> places;
  places.reserve(colours.size());
  for (const auto& c : colours) {
    places.push_back(curve(c.rgba));
    ++begin[size_t{places.back()} + 1];
  }
  for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  WeightedColours sorted(colours.size());
  for (size_t i = 0; i < colours.size(); ++i) sorted[begin[places[i]]++] = colours[i];
  colours.swap(sorted);
}

WeightedColours merge_near(const WeightedColours& sorted, bool opaque, size_t begin, size_t end) {
  struct Sum {
    int64_t weight, x[4];
  };
  const Curve curve(opaque);
  const auto part = [&](size_t i) { return curve.part(sorted[i].rgba); };
  size_t i = begin;
  while (i > 0 && i < end && part(i) == part(begin - 1)) ++i;
  WeightedColours merged;
  while (i < end) {
    std::array<Sum, 16> sums;
    std::fill_n(sums.begin(), curve.fine_places(), Sum{});
    const uint32_t here = part(i);
    for (; i < sorted.size() && part(i) == here; ++i) {
      const auto& [rgba, weight] = sorted[i];
      Sum& sum = sums[curve.fine(rgba)];
      sum.weight += weight;
      for (uint32_t d = 0; d < 4; ++d) sum.x[d] += weight * (rgba >> 8 * d & 255);
    }
    for (size_t place = 0; place < curve.fine_places(); ++place) {
      const Sum& sum = sums[place];
      if (!sum.weight) continue;
      uint32_t rgba = 0;
      for (uint32_t d = 0; d < 4; ++d) {
        const auto mean = (static_cast<double>(sum.x[d]) + static_cast<double>(sum.weight) / 2) /
                          static_cast<double>(sum.weight);
        rgba |= static_cast<uint32_t>(mean) << 8 * d;
      }
      merged.push_back({rgba, sum.weight});
    }
  }
  return merged;
}

WeightedColours merge_near(const BasicCall& call, const WeightedColours& sorted) {
  constexpr int64_t grain = 8192;
  const bool opaque = all_opaque(sorted);
  const auto count = static_cast<int64_t>(sorted.size());
  std::vector<WeightedColours> chunks(static_cast<size_t>((count + grain - 1) / grain));
  call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    chunks[static_cast<size_t>(begin / grain)] =
        merge_near(sorted, opaque, static_cast<size_t>(begin), static_cast<size_t>(end));
  });
  WeightedColours all;
  for (const auto& chunk : chunks) all.insert(all.end(), chunk.begin(), chunk.end());
  return all;
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
