// SPDX-License-Identifier: Apache-2.0
// The middles of thin lines.
#pragma once

#include <algorithm>
#include <cmath>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// How far a colour goes along the way from the ground to another one (there 1), and how far off
// that way it is.
struct Place {
  float along, off;

  // Off by no more than noise, and by a little of its length.
  bool is_near(const Channels4& ground, const Channels4& end) const {
    constexpr float noise = 8, part = 0.12F;
    return along > 0 && off < noise + part * along * std::sqrt(square_distance(ground, end));
  }
};

inline Place place_on(const Channels4& ground, const Channels4& end, const Channels4& colour) {
  const Projection p(colour, ground, end);
  if (p.length == 0) return {0, std::sqrt(p.square)};
  return {p.along / p.length, std::sqrt(p.off_square())};
}

// A line of up to three pixels has no flat ones, but its middle shows its colour: on either side of
// it the picture changes the same way, where at an edge it changes from one way to the other.
class LineFinder {
 public:
  explicit LineFinder(const PackedPicture& picture) : picture_(picture) {}

  bool is_middle(int x, int y) const { return runs_across(x, y, 1, 0) || runs_across(x, y, 0, 1); }

  // How far the picture near a pixel goes on the way from the ground to that pixel's colour, which
  // is at 1.
  float farthest(int x, int y, const Channels4& ground) const {
    constexpr int reach = 4;
    const Channels4 here = at(x, y);
    float found = 1;
    const int y1 = std::min(picture_.height - 1, y + reach),
              x1 = std::min(picture_.width - 1, x + reach);
    for (int v = std::max(0, y - reach); v <= y1; ++v) {
      for (int u = std::max(0, x - reach); u <= x1; ++u) {
        const Place p = place_on(ground, here, at(u, v));
        if (p.along > found && p.is_near(ground, here)) found = p.along;
      }
    }
    return found;
  }

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
