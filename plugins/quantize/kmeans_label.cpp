// SPDX-License-Identifier: Apache-2.0
#include "kmeans_label.hpp"

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

inline float absolute(float v) { return v < 0 ? -v : v; }

// The centres that may be nearest somewhere in the group's box, in their order. With s the nearest
// to its middle, |p - c|^2 - |p - s|^2 is linear in p, so its least value in the box is exact.
inline void near_group(const CentreTable& centres, const GroupBoxes& boxes, Candidates& out) {
  float score[max_centres], bound[max_centres];
  const float* const middle = boxes.centre;
  for (size_t i = 0; i < centres.count; ++i) {
    score[i] = centres.square[i] - 2 * (centres.x[0][i] * middle[0] + centres.x[1][i] * middle[1] +
                                        centres.x[2][i] * middle[2] + centres.x[3][i] * middle[3]);
  }
  size_t s = 0;
  float least = 1e30F;
  for (size_t i = 0; i < centres.count; ++i) {
    if (score[i] < least) least = score[i], s = i;
  }
  const float at[dimensions] = {centres.x[0][s], centres.x[1][s], centres.x[2][s], centres.x[3][s]};
  for (size_t i = 0; i < centres.count; ++i) {
    bound[i] = score[i] - 2 * (absolute(centres.x[0][i] - at[0]) * boxes.half[0] +
                               absolute(centres.x[1][i] - at[1]) * boxes.half[1] +
                               absolute(centres.x[2][i] - at[2]) * boxes.half[2] +
                               absolute(centres.x[3][i] - at[3]) * boxes.half[3]);
  }
  out.count = 0;
  for (size_t i = 0; i < centres.count; ++i) {
    if (bound[i] > least + slack) continue;
    for (size_t d = 0; d < dimensions; ++d) out.x[d][out.count] = centres.x[d][i];
    out.square[out.count] = centres.square[i];
    out.id[out.count++] = static_cast<uint16_t>(i);
  }
}

// For each block, which of the group's candidates may be nearest somewhere in its box.
struct BlockLists {
  uint16_t count[group_blocks];
  uint16_t candidate[group_blocks][max_centres + 1];
};

inline void near_blocks(const Candidates& near, const GroupBoxes& boxes, BlockLists& out) {
  float score[max_centres][group_blocks];
  float least[group_blocks], at[dimensions][group_blocks];
  for (size_t b = 0; b < group_blocks; ++b) least[b] = 1e30F;
  for (size_t i = 0; i < near.count; ++i) {
    for (size_t b = 0; b < group_blocks; ++b) {
      const float dot =
          near.x[0][i] * boxes.block_centre[0][b] + near.x[1][i] * boxes.block_centre[1][b] +
          near.x[2][i] * boxes.block_centre[2][b] + near.x[3][i] * boxes.block_centre[3][b];
      const float v = near.square[i] - 2 * dot;
      const bool nearer = v < least[b];
      score[i][b] = v;
      least[b] = nearer ? v : least[b];
      for (size_t d = 0; d < dimensions; ++d) at[d][b] = nearer ? near.x[d][i] : at[d][b];
    }
  }
  for (size_t b = 0; b < group_blocks; ++b) out.count[b] = 0;
  for (size_t i = 0; i < near.count; ++i) {
    int32_t keep[group_blocks];
    for (size_t b = 0; b < group_blocks; ++b) {
      const float reach = absolute(near.x[0][i] - at[0][b]) * boxes.block_half[0][b] +
                          absolute(near.x[1][i] - at[1][b]) * boxes.block_half[1][b] +
                          absolute(near.x[2][i] - at[2][b]) * boxes.block_half[2][b] +
                          absolute(near.x[3][i] - at[3][b]) * boxes.block_half[3][b];
      keep[b] = score[i][b] - 2 * reach <= least[b] + slack ? 1 : 0;
    }
    for (size_t b = 0; b < group_blocks; ++b) {
      out.candidate[b][out.count[b]] = static_cast<uint16_t>(i);
      out.count[b] = static_cast<uint16_t>(out.count[b] + keep[b]);
    }
  }
}

inline void label_block(const Candidates& near, const uint16_t* list, size_t count,
                        const float* const* x, size_t begin, uint16_t* labels) {
  if (count == 1) {
    for (size_t j = 0; j < block_points; ++j) labels[j] = near.id[list[0]];
    return;
  }
  const float *x0 = x[0] + begin, *x1 = x[1] + begin, *x2 = x[2] + begin, *x3 = x[3] + begin;
  float best[block_points];
  int32_t id[block_points];
  for (size_t j = 0; j < block_points; ++j) best[j] = 1e30F, id[j] = 0;
  for (size_t n = 0; n < count; ++n) {
    const size_t i = list[n];
    const float c0 = -2 * near.x[0][i], c1 = -2 * near.x[1][i], c2 = -2 * near.x[2][i],
                c3 = -2 * near.x[3][i], square = near.square[i];
    const int32_t mine = near.id[i];
    for (size_t j = 0; j < block_points; ++j) {
      const float score = square + (c0 * x0[j] + c1 * x1[j] + c2 * x2[j] + c3 * x3[j]);
      id[j] = score < best[j] ? mine : id[j];
      best[j] = score < best[j] ? score : best[j];
    }
  }
  for (size_t j = 0; j < block_points; ++j) labels[j] = static_cast<uint16_t>(id[j]);
}

inline int label(const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                 uint16_t* labels) {
  Candidates near;
  near_group(centres, boxes, near);
  if (near.count == 1) return near.id[0];
  BlockLists lists;
  near_blocks(near, boxes, lists);
  for (size_t b = 0; b < group_blocks; ++b) {
    label_block(near, lists.candidate[b], lists.count[b], x, b * block_points,
                labels + b * block_points);
  }
  return -1;
}

}  // namespace

QUANTIZE_VARIANTS(label_group, label, int,
                  (const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                   uint16_t* labels),
                  (centres, boxes, x, labels))

}  // namespace pipeline::quantize
