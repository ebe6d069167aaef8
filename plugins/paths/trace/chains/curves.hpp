// SPDX-License-Identifier: Apache-2.0
// The fits of all chains, kept small: a detailed photograph has a hundred thousand of them, most of
// one line.
#pragma once

#include <pipeline/stage.hpp>

#include <cstdint>
#include <vector>

#include "plugins/paths/trace/chains/fit.hpp"

namespace trace {

// One chain, as it runs forward.
struct Curve {
  Point start;
  std::vector<Segment> segments;
};

// Immutable once made; any number of threads may read.
class Curves {
 public:
  // Fits every chain, in parallel; the result is the same at any thread count. subpixel may be
  // null.
  Curves(const pipeline::BasicCall& call, const ChainSet& set, const FitRule& rule,
         const SubPixel* subpixel);

  // Puts the fit of a chain into `curve`, whose memory is used again.
  void read(uint32_t chain, Curve& curve) const;
  // Of all chains together.
  size_t lines() const { return lines_; }
  size_t cubics() const { return cubics_; }

 private:
  struct Place {
    uint32_t point, segment;
  };
  // As shapes keep them.
  struct Rounded {
    float x, y;
  };
  // Some chains that follow one another: the start of each and the points of its segments, one for
  // a line and three for a cubic.
  struct Chunk {
    void add(Point p) { points.push_back({static_cast<float>(p.x), static_cast<float>(p.y)}); }
    Point at(size_t point) const { return {points[point].x, points[point].y}; }
    std::vector<Rounded> points;
    std::vector<uint8_t> cubic;  // by segment
    std::vector<Place> places;   // by chain, and the end
  };
  static void append(Chunk& chunk, Point start, const std::vector<Segment>& segments);

  std::vector<Chunk> chunks_;
  size_t lines_ = 0, cubics_ = 0;
};

}  // namespace trace
