// SPDX-License-Identifier: Apache-2.0
// Where, to a fraction of a pixel, the middle of a line runs, and how wide it is.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <array>
#include <optional>

#include "plugins/paths/centerline/mask.hpp"
#include "plugins/paths/common/point.hpp"

namespace centerline {

struct Section {
  trace::Point middle;
  double width;
};

class Measure {
 public:
  // mask: the lines, all of one label. picture: what the labels came from, or null; its blends
  // at the lines' edges then count as parts of pixels.
  Measure(const Mask& mask, uint32_t label, const pipeline::Labels& labels,
          const pipeline::Image<const uint8_t>* picture)
      : mask_(mask), labels_(labels), picture_(picture), ink_(colour_of(label)) {}

  // Across the line at the centre of a pixel of it, where it runs along `along` (a unit vector).
  // Nothing where it reaches farther than `limit` pixels to a side.
  std::optional<Section> across(Pixel pixel, trace::Point along, double limit) const;

  // How far the line reaches from a point of it in the direction `along`, at most `limit` pixels.
  double reach(trace::Point from, trace::Point along, double limit) const;

 private:
  using Premultiplied = std::array<double, 4>;
  // From a point of the line to its edge, and the first moment of that about the point.
  struct Side {
    double length, moment;
    bool cut;  // it goes on beyond the limit
  };
  Side side(trace::Point from, trace::Point direction, double limit) const;
  bool holds(trace::Point p) const;
  Premultiplied colour_of(uint32_t label) const;
  Premultiplied ground_at(trace::Point p) const;
  double coverage(int x, int y, const Premultiplied& ground) const;
  double coverage(trace::Point p, const Premultiplied& ground) const;

  const Mask& mask_;
  const pipeline::Labels& labels_;
  const pipeline::Image<const uint8_t>* picture_;
  Premultiplied ink_;
};

}  // namespace centerline
