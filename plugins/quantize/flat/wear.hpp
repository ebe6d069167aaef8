// SPDX-License-Identifier: Apache-2.0
// How worn a picture of flat areas is: by noise, compression or a scanner.
#pragma once

#include <pipeline/image.hpp>

namespace pipeline::quantize {

// More makes a picture worn.
inline constexpr float little_noise = 1.2F;

struct Wear {
  // How far apart two pixels of one area typically are, once each is the mean of its 3 x 3
  // neighbourhood: straight-line distance of premultiplied colours, in levels of 255. The larger of
  // what is seen beside edges, which compression wears most, and of what is seen away from them.
  // 0: none; gradients do not count.
  float noise = 0;
  // The part of the picture whose colours, as means over 8 x 8 pixels, crowd around a few, less the
  // part around these crowds: near 1 for flat areas, also noisy ones, below 0.4 for photographs.
  // Not looked for where there is little noise.
  float crowded = 1;
};

// From some dozens of rows and some hundred squares, whatever the picture's size.
Wear measure_wear(const Image<const uint8_t>& picture);

}  // namespace pipeline::quantize
