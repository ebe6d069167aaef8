// SPDX-License-Identifier: Apache-2.0
// An outline's unknowns (nodes, control points, bulges), and how the points on it move with them.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

// Numbers of the unknowns of each piece: x and y of its end, and its own (two control points, or a
// bulge in pixels).
struct PieceLayout {
  std::vector<int> node, own;  // by piece; own: -1 where it has none
  int unknowns = 0;

  explicit PieceLayout(const Outline& outline = {});
  size_t before(size_t k) const { return (k + node.size() - 1) % node.size(); }
  size_t after(size_t k) const { return (k + 1) % node.size(); }
  // The first column of each row of the normal equations: pieces next to each other are coupled.
  std::vector<int> envelope() const;
};

// A point on an outline: at parameter t of a line or cubic; of an arc t says nothing.
struct PieceSample {
  Point at;
  double t;
  uint32_t piece;
};

// Points along the outline, about 0.6 px apart; fewer where nobody sees it.
void sample_outline(const Outline& outline, const PieceLayout& layout,
                    std::vector<PieceSample>& samples);

// How a point of an outline moves with each unknown; nothing on a line that nobody sees.
struct SampleSlopes {
  int count = 0;
  int unknown[9];
  Point slope[9];
};
SampleSlopes slopes_of(const Outline& outline, const PieceLayout& layout,
                       const PieceSample& sample);

void move_outline(Outline& outline, const PieceLayout& layout, const std::vector<double>& by);

// The penalty for a bend at the smooth end of piece k, weight * sine^2, with its slopes.
struct Bend {
  double weight = 0, sine = 0;
  int count = 0;
  int unknown[8];
  double slope[8];
};
Bend bend_after(const Outline& outline, const PieceLayout& layout, size_t k);

}  // namespace trace
