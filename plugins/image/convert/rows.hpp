// SPDX-License-Identifier: Apache-2.0
// The pixels of image.convert, a row at a time.
#pragma once

#include "plugins/image/convert/plan.hpp"

namespace pipeline::convert {

// Rows [y0, y1) of `from` into those of `to`, whose shape is plan.to. [any]
void convert_rows(const Plan& plan, const pipeline_image& from, const pipeline_image& to,
                  int64_t y0, int64_t y1);

}  // namespace pipeline::convert
