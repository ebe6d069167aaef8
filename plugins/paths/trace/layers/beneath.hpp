// SPDX-License-Identifier: Apache-2.0
// The part of a flat shape's outline that runs under shapes painted later.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/trace/layers/contour.hpp"
#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

class BeneathPath {
 public:
  BeneathPath(const RegionMap& map, const Layers& layers, uint32_t own)
      : map_(map), layers_(layers), own_(own) {}

  // Appends lines from `from` to `to` in place of the boundary points between them, all hidden.
  // They keep the whole region on their right and nothing but what is painted later between it and
  // them. Few lines: a path outwards of the boundary may bend where it likes.
  void run(Point from, Point to, std::span<const BoundaryPoint> points, std::vector<Piece>& pieces);

 private:
  struct Node {
    Point at;
    size_t first, last;  // points of the boundary that it stands for
  };

  bool lies_below(int64_t x, int64_t y) const;
  bool lies_below(Point p) const;
  Point pushed(std::span<const BoundaryPoint> points, size_t i) const;
  bool clear(Point a, Point b, Point c) const;
  bool clear(Point a, Point b) const;
  bool may_remove(const Node& a, const Node& n, const Node& b) const;
  bool may_meet(Point a, Point b, Point c, Point d, double largest, Point& meeting) const;
  bool keeps_region(const Node& a, const Node& b) const;
  bool remove_nodes(double largest);
  bool merge_edges(double largest);

  const RegionMap& map_;
  const Layers& layers_;
  uint32_t own_;
  std::vector<Point> boundary_;  // pushed outwards as far as that is free
  std::vector<Node> nodes_, kept_;
};

}  // namespace trace
