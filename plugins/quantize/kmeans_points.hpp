// SPDX-License-Identifier: Apache-2.0
// The colours that k-means runs on, laid out so that a Lloyd step can treat many at once: in the
// order of a space-filling curve, in blocks of 16 and groups of 16 blocks, each with its bounding
// box.
#pragma once

#include <pipeline/basic_call.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "kmeans_label.hpp"
#include "weighted_colours.hpp"

namespace pipeline::quantize {

// A place in the space of rgba.hpp in steps of 8 bits: r, g, b in 0..255, alpha in -255..0.
using Place = std::array<float, dimensions>;
Place place_of(uint32_t rgba);

// Sorts along a Morton curve over cells of 4 or 5 bits a channel; within a cell the order is kept.
void sort_along_curve(WeightedColours& colours);

struct Points {
  // Every stride-th of the sorted colours.
  Points(const BasicCall& call, const WeightedColours& sorted, size_t stride);

  size_t groups() const { return boxes.size(); }

  size_t count;
  // groups() * group_points each; those past `count` repeat the last point with weight 0.
  std::array<std::vector<float>, dimensions> x;
  std::vector<WeightedColour> colours;
  std::vector<GroupBoxes> boxes;

 private:
  void fill_group(size_t group);
};

}  // namespace pipeline::quantize
