// SPDX-License-Identifier: Apache-2.0
// What lies beneath a stroke at a pixel of it.
#pragma once

#include "plugins/paths/trace/thin/sheet.hpp"

namespace trace {

// Labels of a pixel and of those around it, other than the stroke's, and their weights.
struct Around {
  uint32_t labels[9];
  int weights[9], count = 0;

  float share(int a, int b) const {
    return static_cast<float>(weights[a]) / static_cast<float>(weights[a] + weights[b]);
  }
};
Around around(const Sheet& sheet, uint32_t pixel, uint32_t stroke);

// The commonest two of them; the stroke's own label amid a thick part of it.
struct Grounds {
  uint32_t first, second;
  float share;  // of the first, in both
  bool several;
};
Grounds grounds_of(const Sheet& sheet, uint32_t pixel, uint32_t stroke);

}  // namespace trace
