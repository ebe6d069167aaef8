// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

// Brings each point's squared distance to its nearest centre up to date with a new centre at
// `place`. x: `axes`, 3 or 4, columns of `count` points.
using AddCentre = void(const float* const* x, size_t axes, size_t count, const float* place,
                       float* nearest);
std::span<const Variant<AddCentre>> add_centre_variants();

}  // namespace pipeline::quantize
