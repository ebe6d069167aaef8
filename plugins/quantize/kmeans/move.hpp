// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/quantize/common/variants.hpp"
#include "plugins/quantize/kmeans/label.hpp"

namespace pipeline::quantize {

// What a cluster's points add up to: exact, so that the order of adding leaves no trace.
struct ClusterSum {
  double weight = 0;
  double x[dimensions] = {};

  void add(const ClusterSum& other, double sign) {
    weight += sign * other.weight;
    for (size_t d = 0; d < dimensions; ++d) x[d] += sign * other.x[d];
  }
};

// Takes the points of a group from the sums of their `old` labels to those of their new ones, and
// makes the old labels equal to the new. axes: 3 where the points lie at 0 along the last, else 4.
// Returns how many points changed their label.
using MovePoints = int64_t(const float* const* x, const float* weights, size_t axes,
                           const uint16_t* labels, uint16_t* old, ClusterSum* sums);
std::span<const Variant<MovePoints>> move_points_variants();

}  // namespace pipeline::quantize
