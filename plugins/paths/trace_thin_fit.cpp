// SPDX-License-Identifier: Apache-2.0
#include "trace_thin_fit.hpp"

#include <algorithm>
#include <cmath>

#include "trace_polygon.hpp"
#include "trace_refine.hpp"

namespace trace {
namespace {

Outline polygon(Ring ring, double tolerance) {
  ring.push_back(ring.front());
  size_t far = 0;
  for (size_t i = 0; i < ring.size(); ++i) {
    if (length(ring[i] - ring[0]) > length(ring[far] - ring[0])) far = i;
  }
  Outline outline;
  const std::span all(ring);
  const auto add = [&](std::span<const Point> part) {
    for (const int i : simplify(part, tolerance)) {
      if (i > 0) outline.pieces.push_back({Piece::line, false, {}, {}, 0, part[static_cast<size_t>(i)]});
    }
  };
  add(all.first(far + 1));
  add(all.subspan(far));
  outline.start = outline.pieces.back().end;
  return outline;
}

double area(const Ring& ring) {
  double sum = 0;
  for (size_t i = 0; i < ring.size(); ++i) sum += cross(ring[i], ring[(i + 1) % ring.size()]);
  return sum / 2;
}

}  // namespace

std::vector<Outline> fit_thin(const CoverField& field, double tolerance) {
  constexpr double least_area = 0.12;  // square pixels
  std::vector<Outline> outlines;
  for (const Ring& ring : cover_rings(field)) {
    if (std::abs(area(ring)) >= least_area) outlines.push_back(polygon(ring, tolerance));
  }
  return outlines;
}

}  // namespace trace
