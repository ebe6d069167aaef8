// SPDX-License-Identifier: Apache-2.0
// The inner loop of a Lloyd step, compiled for each instruction set and chosen at run time. It is
// plain C++ on IEEE floats in a fixed order, so all of them give the same labels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

inline constexpr size_t dimensions = 4;
inline constexpr size_t block_points = 16;
inline constexpr size_t group_blocks = 16;
inline constexpr size_t group_points = block_points * group_blocks;
inline constexpr size_t max_centres = 256;

// The bounding boxes of a group of points and of its blocks.
struct GroupBoxes {
  float centre[dimensions], half[dimensions];
  float block_centre[dimensions][group_blocks], block_half[dimensions][group_blocks];

  // Whether all its points lie at 0 along the last axis, that of alpha.
  bool is_opaque() const { return centre[3] == 0 && half[3] == 0; }
};

struct CentreTable {
  size_t count = 0;
  float x[dimensions][max_centres];
  float square[max_centres];  // of the length
};

// The nearest centre of each point of a group; of equally near ones the first. x: group_points
// coordinates each. Returns the label of all when a look at the box settles it, and writes none;
// else -1. Centres are dropped by whole boxes: one that is nowhere in a box nearer than the one
// nearest to its middle cannot win there.
using LabelGroup = int(const CentreTable& centres, const GroupBoxes& boxes, const float* const* x,
                       uint16_t* labels);

std::span<const Variant<LabelGroup>> label_group_variants();

}  // namespace pipeline::quantize
