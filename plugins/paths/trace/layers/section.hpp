// SPDX-License-Identifier: Apache-2.0
// The pieces between two breaks of an outline: those that cost least, in bytes and in error.
#pragma once

#include <span>
#include <vector>

#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

// What a squared pixel of error is worth, in bytes.
inline constexpr double bytes_a_square = 5;

// What a piece costs in a document, about, in bytes; what some do that follow one another.
double piece_bytes(const Piece& piece, Point from);
double bytes_of(std::span<const Piece> pieces, Point from);

struct SectionRule {
  double tolerance = 0.6;  // pixels, that no point may be off
  double bytes_a_square = trace::bytes_a_square;
  int step = 6;  // points from one place for a node to the next, at least
  bool arcs = true;
  double largest_radius = 1e4;
};

struct Section {
  Point start, end;
  std::vector<Point> points;  // between them
  // Unit vector along the outline where it runs on smoothly; {0, 0} at a break.
  Point start_tangent, end_tangent;
};

// Appends the pieces of a section. Dynamic programming over places for nodes (rate and distortion
// as in Schuster and Katsaggelos 1997); a cubic's tangents come from the points around its ends.
void fit_section(const Section& section, const SectionRule& rule, std::vector<Piece>& pieces);

// The direction of the outline at points[i], from a local cubic over `reach` points on each side
// within [low, high].
Point tangent_at(std::span<const Point> points, int i, int reach, int low, int high);

}  // namespace trace
