// SPDX-License-Identifier: Apache-2.0
// Labels of a picture that was enlarged, from those of the small one.
#pragma once

#include <cstdint>
#include <vector>

namespace pipeline::quantize {

// Each pixel takes the label that has most of it when the small areas are enlarged by bilinear
// interpolation, the nearest one's of several. Where the picture is at least 1.9 times as
// large, the middles of the small pixels keep their labels.
std::vector<uint8_t> enlarge_labels(const std::vector<uint8_t>& labels, int small_width,
                                    int small_height, int width, int height);

}  // namespace pipeline::quantize
