// SPDX-License-Identifier: Apache-2.0
// The middles of thin lines.
#pragma once

#include "flat_palette.hpp"

namespace pipeline::quantize {

// A line of up to three pixels has no flat ones, but its middle shows its colour: on either side of
// it the picture changes the same way, where at an edge it changes from one way to the other.
class LineFinder {
 public:
  explicit LineFinder(const PackedPicture& picture) : picture_(picture) {}

  bool is_middle(int x, int y) const { return runs_across(x, y, 1, 0) || runs_across(x, y, 0, 1); }

 private:
  bool runs_across(int x, int y, int dx, int dy) const {
    Channels4 before, after;
    if (!change(x, y, -dx, -dy, before) || !change(x, y, dx, dy, after)) return false;
    float along = 0;
    for (size_t k = 0; k < 4; ++k) along += before[k] * after[k];
    return along > 0;
  }
  // How the picture differs where it first does so clearly, within two pixels.
  bool change(int x, int y, int dx, int dy, Channels4& by) const {
    constexpr float clear_square = 24 * 24;
    const Channels4 here = at(x, y);
    for (int step = 1; step <= 2; ++step) {
      const int u = x + step * dx, v = y + step * dy;
      if (u < 0 || v < 0 || u >= picture_.width || v >= picture_.height) return false;
      const Channels4 there = at(u, v);
      if (square_distance(here, there) < clear_square) continue;
      for (size_t k = 0; k < 4; ++k) by[k] = there[k] - here[k];
      return true;
    }
    return false;
  }
  Channels4 at(int x, int y) const { return channels_of(picture_.row(y)[x]); }

  const PackedPicture& picture_;
};

}  // namespace pipeline::quantize
