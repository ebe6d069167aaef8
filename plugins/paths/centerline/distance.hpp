// SPDX-License-Identifier: Apache-2.0
// Exact Euclidean distances in two passes, down the columns and then across them, after T. Saito
// and J. Toriwaki, "New Algorithms for Euclidean Distance Transformation of an n-Dimensional
// Digitized Picture with Applications", Pattern Recognition 27 (1994).
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/paths/centerline/mask.hpp"
#include "plugins/paths/common/pace.hpp"

namespace centerline {

// For each pixel of the mask the squared distance, from centre to centre, to the nearest pixel that
// is not in it, beyond the picture's edges too; 0 for all others. By index of the mask. Distances
// of more than `limit` pixels come out as limit^2.
std::vector<uint32_t> squared_distances(const Mask& mask, int limit, trace::Pace& pace);

}  // namespace centerline
