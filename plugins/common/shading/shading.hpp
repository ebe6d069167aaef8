// SPDX-License-Identifier: Apache-2.0
// What a scanner or a lamp leaves on paper: a ground whose brightness changes slowly.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

namespace shading {

using Colour3 = std::array<float, 3>;  // red, green, blue, 0..255

class Shading {
 public:
  // The ground's colour in a square of `side` pixels, which may reach beyond the picture; nothing
  // where hardly any of the ground is.
  using Look = std::function<std::optional<Colour3>(int left, int top, int side)>;

  // A ground that covers more than half of the picture, changes by little from square to square, in
  // all channels by about the same factor, by more than a little over the picture and not by a few
  // steps. Nothing where there is none, or in pictures too small to tell.
  static std::optional<Shading> find(int width, int height, const Look& look);

  // The ground's colour at a pixel, between the squares' middles by linear mixture.
  Colour3 at(int x, int y) const {
    const Between row(y, side_, down_), column(x, side_, across_);
    Colour3 c;
    for (size_t k = 0; k < 3; ++k) {
      const float above = mix(cell(column.first, row.first)[k], cell(column.second, row.first)[k],
                              column.part),
                  below = mix(cell(column.first, row.second)[k], cell(column.second, row.second)[k],
                              column.part);
      c[k] = mix(above, below, row.part);
    }
    return c;
  }
  const Colour3& mean() const { return mean_; }

 private:
  // Two squares that the middle of a pixel lies between.
  struct Between {
    int first, second;
    float part;  // of the second

    Between(int pixel, int side, int cells) {
      const float at = (static_cast<float>(pixel) + 0.5F) / static_cast<float>(side) - 0.5F;
      const int below = static_cast<int>(std::floor(at));
      first = std::clamp(below, 0, cells - 1), second = std::clamp(below + 1, 0, cells - 1);
      part = at - static_cast<float>(below);
    }
  };

  Shading(int width, int height);
  static float mix(float a, float b, float part) { return a + part * (b - a); }
  size_t place(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(across_) + static_cast<size_t>(x);
  }
  const Colour3& cell(int x, int y) const { return cells_[place(x, y)]; }
  bool is_shaded(const std::vector<size_t>& known) const;
  bool has_steps(const std::vector<size_t>& known) const;
  void spread(const std::vector<size_t>& known);

  int side_, across_, down_;
  std::vector<Colour3> cells_;
  Colour3 mean_{};
};

}  // namespace shading
