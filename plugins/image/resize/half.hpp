// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/abi.h>

#include <cstdint>

namespace pipeline::resize {

// The mean of each 2 x 2 pixels of a U8 image of twice the size, rounded to nearest with halves up:
// the bytes that Filter::box gives there, in integers and more than twice as fast. [any]
void half_rows(const pipeline_image& from, const pipeline_image& to, int64_t y0, int64_t y1);

}  // namespace pipeline::resize
