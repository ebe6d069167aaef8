// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/label.hpp"

#include <bit>

#include "plugins/quantize/common/kernel.hpp"

namespace pipeline::quantize {

namespace {

// Far above the rounding error of the sums below, far below what matters.
constexpr float slack = 0.1F;

struct Candidates {
  size_t count;
  float x[dimensions][max_centres];
  float square[max_centres];
  uint16_t id[max_centres];
};

// Sums over the first N coordinates; the others are 0 wherever a point is.
template <size_t N, class Term>
inline float total(Term term) {
  float sum = term(0);
  for (size_t d = 1; d < N; ++d) sum += term(d);
  return sum;
}

// The centres that may be nearest somewhere in the group's box, in their order. With s the nearest
// to its middle, |p - c|^2 - |p - s|^2 is linear in p, so its least value in the box is exact.
template <size_t N>
inline void near_group(const CentreTable& centres, const GroupBoxes& boxes, Candidates& out) {
  float score[max_centres];
  for (size_t i = 0; i < centres.count; ++i) {
    const float dot = total<N>([&](size_t d) { return centres.x[d][i] * boxes.centre[d]; });
    score[i] = centres.square[i] - 2 * dot;
  }
  const size_t s = least_of(score, centres.count);
  float at[N];
  for (size_t d = 0; d < N; ++d) at[d] = centres.x[d][s];
  const float limit = score[s] + slack;
  int32_t keep[max_centres];
  for (size_t i = 0; i < centres.count; ++i) {
    const float reach =
        total<N>([&](size_t d) { return absolute(centres.x[d][i] - at[d]) * boxes.half[d]; });
    keep[i] = score[i] - 2 * reach <= limit ? 1 : 0;
  }
  out.count = numbers_of(keep, centres.count, out.id);
  for (size_t n = 0; n < out.count; ++n) {
    for (size_t d = 0; d < N; ++d) out.x[d][n] = centres.x[d][out.id[n]];
    out.square[n] = centres.square[out.id[n]];
  }
}

// For each block, which of the group's candidates may be nearest somewhere in its box: a bit each.
struct BlockMasks {
  uint32_t bits[max_centres / 32][group_blocks];
};

template <size_t N>
inline void near_blocks(const Candidates& near, const GroupBoxes& boxes, BlockMasks& out) {
  float score[max_centres][group_blocks];
  float least[group_blocks];
  int32_t at[N][group_blocks];
  for (size_t b = 0; b < group_blocks; ++b) least[b] = 1e30F;
  for (auto& column : at) {
    for (size_t b = 0; b < group_blocks; ++b) column[b] = 0;
  }
  for (size_t i = 0; i < near.count; ++i) {
    for (size_t b = 0; b < group_blocks; ++b) {
      const float dot = total<N>([&](size_t d) { return near.x[d][i] * boxes.block_centre[d][b]; });
      const float v = near.square[i] - 2 * dot;
      const bool nearer = v < least[b];
      score[i][b] = v;
      for (size_t d = 0; d < N; ++d) {
        at[d][b] = choose(nearer, std::bit_cast<int32_t>(near.x[d][i]), at[d][b]);
      }
      least[b] = v < least[b] ? v : least[b];
    }
  }
  for (size_t i = 0; i < near.count; ++i) {
    uint32_t* const bits = out.bits[i / 32];
    const uint32_t bit = 1U << i % 32, before = i % 32 ? ~0U : 0;
    for (size_t b = 0; b < group_blocks; ++b) {
      const float reach = total<N>([&](size_t d) {
        return absolute(near.x[d][i] - std::bit_cast<float>(at[d][b])) * boxes.block_half[d][b];
      });
      bits[b] = (bits[b] & before) | (score[i][b] - 2 * reach <= least[b] + slack ? bit : 0);
    }
  }
}

// The numbers of the bits of a block, in order.
inline size_t list_of(const BlockMasks& masks, size_t block, size_t candidates, uint16_t* list) {
  size_t count = 0;
  for (size_t word = 0; 32 * word < candidates; ++word) {
    for (uint32_t bits = masks.bits[word][block]; bits; bits &= bits - 1) {
      list[count++] =
          static_cast<uint16_t>(32 * word + static_cast<size_t>(std::countr_zero(bits)));
    }
  }
  return count;
}

template <size_t N>
inline void label_block(const Candidates& near, const uint16_t* list, size_t count,
                        const float* const* x, size_t begin, uint16_t* labels) {
  if (count == 1) {
    for (size_t j = 0; j < block_points; ++j) labels[j] = near.id[list[0]];
    return;
  }
  float best[block_points];
  int32_t id[block_points];
  for (size_t j = 0; j < block_points; ++j) best[j] = 1e30F, id[j] = 0;
  for (size_t n = 0; n < count; ++n) {
    const size_t i = list[n];
    float c[N];
    for (size_t d = 0; d < N; ++d) c[d] = -2 * near.x[d][i];
    const float square = near.square[i];
    const int32_t mine = near.id[i];
    for (size_t j = 0; j < block_points; ++j) {
      const float score = square + total<N>([&](size_t d) { return c[d] * x[d][begin + j]; });
      id[j] = choose(score < best[j], mine, id[j]);
      best[j] = score < best[j] ? score : best[j];
    }
  }
  for (size_t j = 0; j < block_points; ++j) labels[j] = static_cast<uint16_t>(id[j]);
}

template <size_t N>
inline int label_along(const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                       uint16_t* labels) {
  Candidates near;
  near_group<N>(centres, boxes, near);
  if (near.count == 1) return near.id[0];
  BlockMasks masks;
  near_blocks<N>(near, boxes, masks);
  for (size_t b = 0; b < group_blocks; ++b) {
    uint16_t list[max_centres];
    const size_t count = list_of(masks, b, near.count, list);
    label_block<N>(near, list, count, x, b * block_points, labels + b * block_points);
  }
  return -1;
}

inline int label(const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                 uint16_t* labels) {
  return boxes.is_opaque() ? label_along<3>(centres, boxes, x, labels)
                           : label_along<4>(centres, boxes, x, labels);
}

}  // namespace

QUANTIZE_VARIANTS(label_group, label, int,
                  (const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                   uint16_t* labels),
                  (centres, boxes, x, labels))

}  // namespace pipeline::quantize
