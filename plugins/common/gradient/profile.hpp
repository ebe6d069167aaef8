// SPDX-License-Identifier: Apache-2.0
// The colours along a gradient.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace gradient {

// Red, green, blue, alpha, 0..255; not premultiplied but where it says so.
using Channels = std::array<double, 4>;

// A pixel's place on the axis and its colour. weight: of its colour against its alpha, 0..1.
struct Placed {
  double place;
  Channels colour;
  double weight;
};

// Straight between knots, level before the first and after the last one, as stops in SVG are.
class Profile {
 public:
  // Least squares (hat functions) for knots in rising order, at least one.
  Profile(std::span<const Placed> pixels, std::vector<double> knots);

  // As few knots as keep near to what the pixels say, at most `most`.
  static Profile with_stops(std::span<const Placed> pixels, double begin, double end, size_t most);

  const std::vector<double>& knots() const { return knots_; }
  const std::vector<Channels>& colours() const { return colours_; }

  Channels at(double place) const;
  // How the colour changes with the place, each pixel, and between which knots it lies.
  Channels slope_at(double place, size_t& interval) const;
  // Sum of squares.
  double error(std::span<const Placed> pixels) const;

 private:
  struct Between {
    size_t first;
    double part;
  };
  Between find(double place) const;
  void drop_level_ends();

  std::vector<double> knots_;
  std::vector<Channels> colours_;
};

// How many knots, evenly spread, show all that a gradient over so many pixels may do.
std::vector<double> even_knots(double begin, double end);

}  // namespace gradient
