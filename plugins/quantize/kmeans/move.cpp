// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/move.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace pipeline::quantize {

namespace {

inline uint32_t differing(const uint16_t* a, const uint16_t* b) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < block_points; ++i) bits |= static_cast<uint32_t>(a[i] != b[i]) << i;
  return bits;
}

inline bool uniform(const uint16_t* labels) {
  uint16_t other = 0;
  for (size_t i = 0; i < block_points; ++i) other |= labels[i] ^ labels[0];
  return other == 0;
}

// All points of a block: lane by lane, then across.
inline ClusterSum sum_of(const float* const* x, const float* weights, size_t begin, size_t axes) {
  constexpr size_t lanes = 8;
  double weight[lanes] = {};
  for (size_t i = 0; i < block_points; ++i) {
    weight[i % lanes] += static_cast<double>(weights[begin + i]);
  }
  ClusterSum sum;
  for (const double v : weight) sum.weight += v;
  for (size_t d = 0; d < axes; ++d) {
    double along[lanes] = {};
    for (size_t i = 0; i < block_points; ++i) {
      along[i % lanes] +=
          static_cast<double>(weights[begin + i]) * static_cast<double>(x[d][begin + i]);
    }
    for (const double v : along) sum.x[d] += v;
  }
  return sum;
}

template <size_t Axes>
inline int64_t move_along(const float* const* x, const float* weights, const uint16_t* labels,
                          uint16_t* old, ClusterSum* sums) {
  int64_t changed = 0;
  for (size_t begin = 0; begin < group_points; begin += block_points) {
    const uint16_t *from = old + begin, *to = labels + begin;
    if (!std::memcmp(from, to, block_points * sizeof *to)) continue;
    const uint32_t different = differing(from, to);
    changed += std::popcount(different);
    if (uniform(from) && uniform(to)) {
      const ClusterSum block = sum_of(x, weights, begin, Axes);
      sums[from[0]].add(block, -1);
      sums[to[0]].add(block, 1);
    } else {
      // Few: those that a moving border has passed.
      for (uint32_t bits = different; bits; bits &= bits - 1) {
        const auto i = static_cast<size_t>(std::countr_zero(bits));
        const auto weight = static_cast<double>(weights[begin + i]);
        ClusterSum &less = sums[from[i]], &more = sums[to[i]];
        less.weight -= weight;
        more.weight += weight;
        for (size_t d = 0; d < Axes; ++d) {
          const double v = weight * static_cast<double>(x[d][begin + i]);
          less.x[d] -= v;
          more.x[d] += v;
        }
      }
    }
    std::memcpy(old + begin, to, block_points * sizeof *to);
  }
  return changed;
}

inline int64_t move(const float* const* x, const float* weights, size_t axes,
                    const uint16_t* labels, uint16_t* old, ClusterSum* sums) {
  return axes == 3 ? move_along<3>(x, weights, labels, old, sums)
                   : move_along<dimensions>(x, weights, labels, old, sums);
}

}  // namespace

QUANTIZE_VARIANTS(move_points, move, int64_t,
                  (const float* const* x, const float* weights, size_t axes, const uint16_t* labels,
                   uint16_t* old, ClusterSum* sums),
                  (x, weights, axes, labels, old, sums))

}  // namespace pipeline::quantize
