// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace pipeline::quantize {

// Calls for each of the four neighbours that pixel i has in a picture of so many pixels.
template <class Visit>
void each_neighbour(size_t i, size_t width, size_t pixels, Visit visit) {
  const size_t x = i % width;
  if (x > 0) visit(i - 1);
  if (x + 1 < width) visit(i + 1);
  if (i >= width) visit(i - width);
  if (i + width < pixels) visit(i + width);
}

}  // namespace pipeline::quantize
