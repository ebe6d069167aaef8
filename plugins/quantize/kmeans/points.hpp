// SPDX-License-Identifier: Apache-2.0
// The colours that k-means runs on, laid out so that a Lloyd step can treat many at once: in the
// order of a space-filling curve, in blocks of 16 and groups of 16 blocks, each with its bounding
// box.
#pragma once

#include <pipeline/basic_call.hpp>

#include <array>
#include <vector>

#include "plugins/quantize/common/space.hpp"
#include "plugins/quantize/common/weighted_colours.hpp"
#include "plugins/quantize/kmeans/label.hpp"

namespace pipeline::quantize {

// Premultiplied coordinates (space.hpp) with white at 255, in steps of 1/64; the last is alpha in
// -255..0.
using Place = std::array<float, dimensions>;
inline constexpr float place_steps = unit / 255;
inline constexpr Place transparent_place{0, 0, 0, -255};

// Sorts along a Morton curve over cells of 5 bits a channel, 4 where there is alpha; within a cell
// the order is kept.
void sort_along_curve(WeightedColours& colours);

// Sorted colours, with those that agree in one bit more than that brought together at their mean.
WeightedColours merge_near(const BasicCall& call, const WeightedColours& sorted);
// The part of them whose cells begin at begin..end; opaque: all colours are.
WeightedColours merge_near(const WeightedColours& sorted, bool opaque, size_t begin, size_t end);

// What fills a group: columns of `x`, premultiplied, and boxes; returns the weighted sum of
// squares.
using LayOutGroup = double(const int32_t* const* opaque, const int32_t* alphas,
                           const float* weights, float* const* x, GroupBoxes& box);
std::span<const Variant<LayOutGroup>> lay_out_group_variants();

struct Points {
  // Every stride-th of the sorted colours.
  Points(const BasicCall& call, Space space, const WeightedColours& sorted, size_t stride);

  size_t groups() const { return boxes.size(); }
  Place at(size_t i) const { return {x[0][i], x[1][i], x[2][i], x[3][i]}; }

  size_t count;
  double spread = 0;  // the weighted sum of squares
  // groups() * group_points each; those past `count` repeat the last point with weight 0.
  std::array<std::vector<float>, dimensions> x;
  std::vector<float> weights;
  std::vector<GroupBoxes> boxes;

 private:
  double fill_group(Space space, const WeightedColours& sorted, size_t stride, size_t group);
};

}  // namespace pipeline::quantize
