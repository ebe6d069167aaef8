// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/edges/common/gaussian.hpp"
#include "plugins/edges/common/plane.hpp"

namespace pipeline::edge {

// `image` (U8; 1, 3 or 4 channels) as grey, blurred unless `blur` is null; the border is repeated.
Plane smooth_grey(const BasicCall& call, const Image<const uint8_t>& image, const Gaussian* blur);

}  // namespace pipeline::edge
