// SPDX-License-Identifier: Apache-2.0
// The stretch of an outline that what is painted later covers.
#pragma once

#include <vector>

#include "plugins/paths/trace/chains/fit.hpp"
#include "plugins/paths/trace/chains/order.hpp"

namespace trace {

// Whether region `own` may run on beneath region `other`: opaque and painted later.
inline bool covers(const PaintOrder& order, uint32_t other, uint32_t own) {
  return other != outside && order.opaque[other] && order.rank[other] > order.rank[own];
}

// Moves outlines of one side of a chain to beneath the neighbour there.
class HiddenEdge {
 public:
  // overlap: pixels. It is halved as long as the outline would come out on the neighbour's far
  // side.
  HiddenEdge(const RegionMap& map, const PaintOrder& order, double overlap)
      : map_(map), order_(order), overlap_(overlap) {}

  // segments run from start with region `own` on their right; all that is moved goes to the left.
  // The ends of an open stretch stay where the stretches before and after it meet them.
  void run_beneath(uint32_t own, bool closed, Point& start, std::vector<Segment>& segments);

 private:
  // How a node goes over: where the segment before it ends, and where the one after it begins.
  struct Move {
    Point arrive, leave;
  };

  bool hidden(Point p) const;
  Point room(Point node, Point normal, double overlap) const;
  Move move_of(Point node, Point in, Point out) const;
  bool bulge(const Point& start, std::vector<Segment>& segments) const;
  void find_directions(const Point& start, const std::vector<Segment>& segments);
  void find_moves(bool closed, const Point& start, const std::vector<Segment>& segments);
  Point slip(Point node, Point along, Point move, double available) const;

  const RegionMap& map_;
  const PaintOrder& order_;
  double overlap_;
  uint32_t own_ = outside;
  std::vector<Point> leave_, arrive_;  // by segment: its directions at both ends
  std::vector<Move> moves_;            // by node
  std::vector<Segment> result_;
};

}  // namespace trace
