// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/junctions.hpp"

#include <algorithm>
#include <array>

namespace trace {
namespace {

// The vertices up to three cracks back from the end of a half.
struct Arm {
  std::array<Vertex, 4> vertices;
  int cracks = 0;
};

Point point(Vertex v) { return {static_cast<double>(v.x), static_cast<double>(v.y)}; }

Arm arm_of(const ChainSet& set, uint32_t half) {
  const auto turns = set.turns_of(set.chains[ChainSet::chain_of(half)]);
  const size_t n = turns.size();
  const auto turn = [&](size_t k) { return turns[ChainSet::backward(half) ? k : n - 1 - k]; };
  Arm arm;
  Vertex v = arm.vertices[0] = turn(0);
  for (size_t k = 1; k < n && arm.cracks < 3;) {
    const Vertex to = turn(k);
    v = {v.x + (to.x > v.x) - (to.x < v.x), v.y + (to.y > v.y) - (to.y < v.y)};
    arm.vertices[static_cast<size_t>(++arm.cracks)] = v;
    if (v == to) ++k;
  }
  return arm;
}

// A point of the boundary a little way along the arm: the middle of its second crack.
Point anchor(const Arm& arm, const SubPixel* subpixel) {
  const size_t k = arm.cracks > 1 ? 1 : 0;
  const Vertex a = arm.vertices[k], b = arm.vertices[k + 1];
  const Point middle = (point(a) + point(b)) * 0.5;
  return subpixel ? middle + subpixel->shift(a, b) : middle;
}

Point direction(const Arm& arm) {
  return unit(point(arm.vertices[static_cast<size_t>(arm.cracks)]) - point(arm.vertices[0]));
}

}  // namespace

void place_junction(const ChainSet& set, uint32_t half, const SubPixel* subpixel,
                    std::vector<Point>& ends) {
  std::array<uint32_t, 4> halves{};
  size_t count = 0;
  for (uint32_t h = half; count < 4;) {
    halves[count++] = h;
    h = set.next[h] ^ 1;
    if (h == half) break;
  }
  std::array<Arm, 4> arms;
  bool edge = false;
  for (size_t k = 0; k < count; ++k) {
    if (halves[k] < half) return;  // that one does the work
    arms[k] = arm_of(set, halves[k]);
    edge = edge || set.right(halves[k]) == outside || set.left(halves[k]) == outside;
  }
  const Point at = point(arms[0].vertices[0]);
  size_t first = 0, second = 0;
  double straightest = -0.8;  // the cosine between two arms that go straight on is -1
  for (size_t i = 0; i < count && !edge; ++i) {
    for (size_t j = i + 1; j < count; ++j) {
      const double c = dot(direction(arms[i]), direction(arms[j]));
      if (c < straightest) straightest = c, first = i, second = j;
    }
  }
  Point placed = at;
  if (first != second) {
    const Point a = anchor(arms[first], subpixel), d = anchor(arms[second], subpixel) - a;
    const double t = std::clamp(dot(at - a, d) / std::max(dot(d, d), 1e-9), 0.0, 1.0);
    const Point on = a + d * t;
    placed = {std::clamp(on.x, at.x - 0.5, at.x + 0.5), std::clamp(on.y, at.y - 0.5, at.y + 0.5)};
  }
  for (size_t k = 0; k < count; ++k) ends[halves[k]] = placed;
}

}  // namespace trace
