// SPDX-License-Identifier: Apache-2.0
// Whether a picture has the sharp edges of one that was drawn at its size.
#pragma once

#include <pipeline/image.hpp>

namespace enlargement {

// Whether, in some dozens of rows and columns, more than a few of the clear steps from one pixel to
// the next pass more than `share` of the channel's range within eight pixels. An edge drawn at
// the picture's size often does; one enlarged by two passes two thirds. Colours are premultiplied.
bool has_sharp_edges(const pipeline::Image<const uint8_t>& picture, float share);

}  // namespace enlargement
