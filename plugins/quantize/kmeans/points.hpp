// SPDX-License-Identifier: Apache-2.0
// The colours that k-means runs on, laid out so that a Lloyd step can treat many at once: in the
// order of a space-filling curve, in blocks of 16 and groups of 16 blocks, each with its bounding
// box.
#pragma once

#include <pipeline/basic_call.hpp>

#include <array>
#include <span>

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
// the order is kept. opaque: all colours are.
void sort_along_curve(const BasicCall& call, WeightedColours colours, bool opaque);

// Sorted colours, with those that agree in one bit more than that brought together at their mean.
WeightedColours merge_near(const BasicCall& call, WeightedColours sorted, bool opaque);
// The part of them whose cells begin at begin..end, written to places of `out` from the first of
// those cells on: for parts that follow each other those are apart.
WeightedColours merge_near(WeightedColours sorted, bool opaque, size_t begin, size_t end,
                           WeightedColour* out);

// What fills a group: columns of `x`, premultiplied, and boxes; returns the weighted sum of
// squares. x[3] is null where all points, not of this group alone, are opaque.
using LayOutGroup = double(const int32_t* const* opaque, const int32_t* alphas,
                           const float* weights, float* const* x, GroupBoxes& box);
std::span<const Variant<LayOutGroup>> lay_out_group_variants();

// In scratch() memory of the call.
struct Points {
  // Every stride-th of the sorted colours. opaque: all are.
  Points(const BasicCall& call, Space space, WeightedColours sorted, bool opaque, size_t stride);

  size_t groups() const { return boxes.size(); }
  Place at(size_t i) const { return {x[0][i], x[1][i], x[2][i], axes == dimensions ? x[3][i] : 0}; }
  // The columns from a point on; null past `axes`.
  std::array<const float*, dimensions> from(size_t point) const {
    std::array<const float*, dimensions> columns{};
    for (size_t d = 0; d < axes; ++d) columns[d] = x[d].data() + point;
    return columns;
  }

  size_t count;
  size_t axes;        // 3 where all are opaque: they lie at 0 along the last
  double spread = 0;  // the weighted sum of squares
  // groups() * group_points each, but none past `axes`; those past `count` repeat the last point
  // with weight 0.
  std::array<std::span<float>, dimensions> x;
  std::span<float> weights;
  std::span<GroupBoxes> boxes;

 private:
  double fill_group(Space space, WeightedColours sorted, size_t stride, size_t group);
};

}  // namespace pipeline::quantize
