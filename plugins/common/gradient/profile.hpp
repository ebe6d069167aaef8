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
  // Least squares (hat functions) for knots in rising order, at least one. tie: what a difference
  // between knots side by side weighs against what their pixels are off.
  Profile(std::span<const Placed> pixels, std::vector<double> knots, double tie,
          double spacing = 0);

  // With knots so close that they show all that a gradient may do, where there are many pixels.
  static Profile fine(std::span<const Placed> pixels, double begin, double end);

  // As few knots as keep near to what the pixels say, at most `most`; those at the ends lie a
  // little farther out than the pixels. A centre (0) is an end by itself.
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
  // By how many levels a colour differs from that of a place, in the channel that differs most.
  double stray(double place, const Channels& colour) const;
  void move_knots(std::span<const Placed> pixels);
  void drop_idle_knots(std::span<const Placed> pixels);
  void drop_level_ends();
  void run_on(double begin, double end);

  double spacing_ = 0;  // of knots that are even; else 0
  std::vector<double> knots_;
  std::vector<Channels> colours_;
};

}  // namespace gradient
