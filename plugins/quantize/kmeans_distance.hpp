// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "variants.hpp"

namespace pipeline::quantize {

// The squared distance of each point to its nearest centre, were there one at `place` too; returns
// their weighted sum. x: four columns; count: a multiple of block_points; nearest: the distances
// without it; out: those with it.
using TryCentre = double(const float* const* x, const float* weights, const float* nearest,
                         size_t count, const float* place, float* out);
std::span<const Variant<TryCentre>> try_centre_variants();

}  // namespace pipeline::quantize
