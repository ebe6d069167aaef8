// SPDX-License-Identifier: Apache-2.0
// Differences of colour between the two sides of each pixel, for lines of six directions, weighted
// along the line and across it by Gaussians: a faster kin of the half-disc differences of D.
// Martin, C. Fowlkes, J. Malik, Learning to Detect Natural Image Boundaries Using Local Brightness,
// Color, and Texture Cues, IEEE PAMI 26(5), 2004. Channels add up as squares, as in S. Di Zenzo, A
// Note on the Gradient of a Multi-Image, CVGIP 33, 1986.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "plugins/edges/gradient/planes.hpp"

namespace pipeline::edge {

inline constexpr size_t directions = 6;

struct Vector {
  float x, y;
};
// The unit vector across the lines of direction i, at 30 i degrees.
Vector across(size_t i);

// For each direction, rows of `width` samples, one after the other.
using Responses = std::array<std::vector<float>, directions>;

// Immutable; any thread.
class Bank {
 public:
  // Lines are `elongation` (at least 1) times as long as the blur of the planes is wide.
  Bank(double sigma, double elongation);

  // What planes need as their margin.
  int margin() const { return reach_ + 1; }

  // Rows [y0, y1) of planes that a Gaussian of sigma has blurred: root of the sum of the squared
  // differences of all channels; 1 for a step of 1 in one of them.
  void respond(const FloatPlanes& blurred, int64_t y0, int64_t y1, Responses& out) const;

 private:
  struct Tap {
    int x, y;
    float weight;
  };
  std::vector<Tap> line(size_t direction, double sigma) const;

  float scale_;
  int reach_;
  std::array<std::vector<Tap>, directions> lines_;
};

}  // namespace pipeline::edge
