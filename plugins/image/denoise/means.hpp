// SPDX-License-Identifier: Apache-2.0
// Non-local means in a small window: A. Buades, B. Coll, J.-M. Morel, A Review of Image Denoising
// Algorithms, with a New One, SIAM Multiscale Modeling & Simulation 4(2), 2005. Each pixel becomes
// a mean of those around it that are like it, or whose 3x3 patches are, in which pixels count by
// the binomial weights 1 2 1 in both directions. The weight falls from 1 to exactly 0 by a square,
// so that nothing is mixed over an edge, and no exp() is needed.
#pragma once

#include <cstdint>

#include "plugins/image/denoise/planes.hpp"

namespace pipeline::denoise {

inline constexpr int patch_radius = 1;

// What is compared: 3x3 patches, or pixels alone.
enum class Like { patches, pixels };

class Means {
 public:
  // sigma: standard deviation of the noise, in levels of 255, in (0, 30]. Neighbours are at most
  // `radius` columns and rows away.
  Means(Like what, double sigma, int radius, int channels);

  // What Planes need as their margin.
  int margin() const { return radius_ + patch_radius; }

  // Rows [y0, y1) of `image` without noise; alpha stays, and so does the colour of what is fully
  // transparent. `planes` are those of the image.
  void rows(const Planes& planes, const Image<const uint8_t>& image, int64_t y0, int64_t y1,
            const Image<uint8_t>& out) const;

 private:
  Like what_;
  int radius_;
  float like_;   // patches no further apart have weight 1
  float slope_;  // how fast it falls then
};

}  // namespace pipeline::denoise
