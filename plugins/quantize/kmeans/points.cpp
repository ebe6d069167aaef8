// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/points.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "plugins/quantize/common/chunks.hpp"
#include "plugins/quantize/common/rgba.hpp"

namespace pipeline::quantize {

namespace {

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
      const uint32_t bits = opaque ? spread_bits(v, 5, 3) : spread_bits(v, 4, 4);
      red_[v] = static_cast<uint16_t>(bits << 1);
      green_[v] = static_cast<uint16_t>(bits << 2);
      blue_[v] = static_cast<uint16_t>(bits);
      alpha_[v] = static_cast<uint16_t>(opaque ? 0 : bits << 3);
    }
  }
  uint16_t operator()(uint32_t rgba) const {
    return red_[rgba & 255] | green_[rgba >> 8 & 255] | blue_[rgba >> 16 & 255] |
           alpha_[rgba >> 24];
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
  std::array<uint16_t, 256> red_, green_, blue_, alpha_;
};

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
  const size_t axes = x[3] ? dimensions : 3;
  if (axes == 3) {
    box.centre[3] = box.half[3] = 0;
    for (size_t b = 0; b < group_blocks; ++b) box.block_centre[3][b] = box.block_half[3][b] = 0;
  }
  for (size_t d = 0; d < axes; ++d) {
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

// By the upper half of the place, then what agrees in it by the lower: what is counted and where it
// goes to then stays in the first cache.
void sort_along_curve(const BasicCall& call, WeightedColours colours, bool opaque) {
  constexpr int64_t grain = 8192;
  using Counts = std::array<uint32_t, 256>;
  const Curve curve(opaque);
  const auto count = static_cast<int64_t>(colours.size());
  std::vector<Counts> next(static_cast<size_t>((count + grain - 1) / grain));
  call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    Counts& mine = next[static_cast<size_t>(begin / grain)];
    mine = {};
    for (int64_t i = begin; i < end; ++i) ++mine[curve(colours[static_cast<size_t>(i)].rgba) >> 8];
  });
  std::array<uint32_t, 257> begins{};
  uint32_t total = 0;
  for (size_t part = 0; part < 256; ++part) {
    begins[part] = total;
    for (Counts& chunk : next) total += std::exchange(chunk[part], total);
  }
  begins[256] = total;
  const auto parted = scratch<WeightedColour>(call, colours.size());
  call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    Counts& mine = next[static_cast<size_t>(begin / grain)];
    for (int64_t i = begin; i < end; ++i) {
      const WeightedColour& c = colours[static_cast<size_t>(i)];
      parted[mine[curve(c.rgba) >> 8]++] = c;
    }
  });
  call.parallel_for(0, 256, 4, [&](int64_t first, int64_t last) {
    for (auto part = static_cast<size_t>(first); part < static_cast<size_t>(last); ++part) {
      const auto here = parted.subspan(begins[part], begins[part + 1] - begins[part]);
      if (here.empty()) continue;
      Counts at{};
      for (const auto& c : here) ++at[curve(c.rgba) & 255];
      uint32_t sum = begins[part];
      for (uint32_t& n : at) sum += std::exchange(n, sum);
      for (const auto& c : here) colours[at[curve(c.rgba) & 255]++] = c;
    }
  });
}

WeightedColours merge_near(WeightedColours sorted, bool opaque, size_t begin, size_t end,
                           WeightedColour* out) {
  struct Sum {
    int64_t weight, x[4];
  };
  const Curve curve(opaque);
  const auto part = [&](size_t i) { return curve.part(sorted[i].rgba); };
  size_t i = begin;
  while (i > 0 && i < end && part(i) == part(begin - 1)) ++i;
  WeightedColour* const first = out + i;
  WeightedColour* merged = first;
  while (i < end) {
    std::array<Sum, 16> sums;
    std::fill_n(sums.begin(), curve.fine_places(), Sum{});
    const uint32_t here = part(i);
    for (; i < sorted.size() && part(i) == here; ++i) {
      const auto& [rgba, weight] = sorted[i];
      Sum& sum = sums[curve.fine(rgba)];
      sum.weight += weight;
      for (uint32_t d = 0; d < 4; ++d) sum.x[d] += int64_t{weight} * (rgba >> 8 * d & 255);
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
      *merged++ = {rgba, static_cast<uint32_t>(std::min<int64_t>(sum.weight, UINT32_MAX))};
    }
  }
  return {first, merged};
}

WeightedColours merge_near(const BasicCall& call, WeightedColours sorted, bool opaque) {
  const auto out = scratch<WeightedColour>(call, sorted.size());
  return gather_chunks(call, out, [&](size_t begin, size_t end) {
    return merge_near(sorted, opaque, begin, end, out.data());
  });
}

Points::Points(const BasicCall& call, Space space, WeightedColours sorted, bool opaque,
               size_t stride)
    : count(sorted.size() / stride), axes(opaque ? 3 : dimensions) {
  constexpr int64_t grain = 16;
  boxes = scratch<GroupBoxes>(call, (count + group_points - 1) / group_points);
  for (size_t d = 0; d < axes; ++d) x[d] = scratch<float>(call, groups() * group_points);
  weights = scratch<float>(call, groups() * group_points);
  std::vector<double> spreads(groups());
  call.parallel_for(0, static_cast<int64_t>(groups()), grain, [&](int64_t begin, int64_t end) {
    for (auto g = static_cast<size_t>(begin); g < static_cast<size_t>(end); ++g) {
      spreads[g] = fill_group(space, sorted, stride, g);
    }
  });
  for (const double part : spreads) spread += part;
}

double Points::fill_group(Space space, WeightedColours sorted, size_t stride, size_t group) {
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
  float* out[dimensions] = {};
  for (size_t d = 0; d < axes; ++d) out[d] = &x[d][begin];
  return lay_out_group_variants().back().run(columns, alphas, &weights[begin], out, boxes[group]);
}

}  // namespace pipeline::quantize
