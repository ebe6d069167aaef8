// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/thin/fit.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/paths/common/polygon.hpp"
#include "plugins/paths/trace/layers/refine.hpp"

namespace trace {
namespace {

double area(const Ring& ring) {
  double sum = 0;
  for (size_t i = 0; i < ring.size(); ++i) sum += cross(ring[i], ring[(i + 1) % ring.size()]);
  return sum / 2;
}

Outline polygon(Ring ring, double tolerance) {
  // The farthest from any point is a node of what remains.
  const auto farthest = [&](Point p) {
    return std::max_element(ring.begin(), ring.end(),
                            [&](Point a, Point b) { return length(a - p) < length(b - p); });
  };
  std::rotate(ring.begin(), farthest(ring.front()), ring.end());
  ring.push_back(ring.front());
  const auto half = farthest(ring.front()) - ring.begin();
  Outline outline;
  const std::span all(ring);
  for (const auto part :
       {all.first(static_cast<size_t>(half) + 1), all.subspan(static_cast<size_t>(half))}) {
    for (const int i : simplify(part, tolerance)) {
      if (i > 0)
        outline.pieces.push_back({Piece::line, false, {}, {}, 0, part[static_cast<size_t>(i)]});
    }
  }
  outline.start = outline.pieces.back().end;
  return outline;
}

// What an outline of lines lies in.
struct Box {
  Point low, high;

  // Whether pixels near both may be the same.
  bool near(const Box& other) const {
    constexpr double apart = 8;
    return low.x < other.high.x + apart && other.low.x < high.x + apart &&
           low.y < other.high.y + apart && other.low.y < high.y + apart;
  }
};
Box box_of(const Outline& outline) {
  Box box{outline.start, outline.start};
  for (const Piece& piece : outline.pieces) {
    box.low = {std::min(box.low.x, piece.end.x), std::min(box.low.y, piece.end.y)};
    box.high = {std::max(box.high.x, piece.end.x), std::max(box.high.y, piece.end.y)};
  }
  return box;
}

// By turns, until together they cover what the field says.
void refine_outlines(const CoverField& field, std::vector<Outline>& outlines) {
  constexpr int rounds = 2;
  std::vector<Refiner> refiners;
  std::vector<Box> boxes;
  for (const Outline& outline : outlines) {
    refiners.emplace_back(field, outline);
    boxes.push_back(box_of(outline));
  }
  for (int round = 0; round < (outlines.size() > 1 ? rounds : 1); ++round) {
    for (size_t i = 0; i < outlines.size(); ++i) {
      std::vector<const Outline*> others;
      for (size_t k = 0; k < outlines.size(); ++k) {
        if (k != i && boxes[i].near(boxes[k])) others.push_back(&outlines[k]);
      }
      refiners[i].set_others(others);
      refiners[i].refine(outlines[i]);
    }
  }
}

}  // namespace

std::vector<Outline> fit_thin(const CoverField& field, double tolerance) {
  constexpr double least_area = 0.12;  // square pixels
  constexpr double least_stray = 0.03;
  constexpr size_t fewest = 4;
  std::vector<Outline> outlines;
  for (const Ring& ring : cover_rings(field)) {
    if (std::abs(area(ring)) < least_area) continue;
    // A sliver must not fall together.
    double stray = tolerance / 3;
    outlines.push_back(polygon(ring, stray));
    while (outlines.back().pieces.size() < fewest && stray > least_stray)
      outlines.back() = polygon(ring, stray /= 2);
  }
  refine_outlines(field, outlines);
  return outlines;
}

}  // namespace trace
