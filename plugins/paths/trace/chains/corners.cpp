// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/corners.hpp"

#include <algorithm>
#include <utility>

#include "plugins/paths/common/point.hpp"

namespace trace {
namespace {

constexpr int reach = 4;             // cracks on either side
constexpr double corner_cos = 0.45;  // of the turn

// The cosine of the turn at vertex k, 1 where there is no room to judge.
double turn_cos(const CrackWalk& walk, int k, int window) {
  const int n = walk.cracks();
  const auto vertex = [&](int i) {
    const Vertex v = walk.vertices[static_cast<size_t>(walk.closed ? (i + n) % n : i)];
    return Point{static_cast<double>(v.x), static_cast<double>(v.y)};
  };
  const int before = walk.closed ? window : std::min(window, k);
  const int after = walk.closed ? window : std::min(window, n - k);
  const Point in = vertex(k) - vertex(k - before), out = vertex(k + after) - vertex(k);
  const double size = length(in) * length(out);
  return size > 0 ? dot(in, out) / size : 1;
}

bool turns_at(const CrackWalk& walk, int k) {
  const int n = walk.cracks();
  const Vertex a = walk.vertices[static_cast<size_t>(k == 0 ? n - 1 : k - 1)];
  const Vertex b = walk.vertices[static_cast<size_t>(k == n ? 1 : k + 1)];
  return a.x != b.x && a.y != b.y;
}

}  // namespace

void expand(std::span<const Vertex> turns, bool closed, CrackWalk& walk) {
  walk.vertices.assign(1, turns[0]);
  walk.closed = closed;
  for (size_t i = 1; i < turns.size(); ++i) {
    Vertex v = turns[i - 1];
    const int32_t dx = (turns[i].x > v.x) - (turns[i].x < v.x);
    const int32_t dy = (turns[i].y > v.y) - (turns[i].y < v.y);
    while (v != turns[i]) {
      v = {v.x + dx, v.y + dy};
      walk.vertices.push_back(v);
    }
  }
}

const std::vector<int>& CornerFinder::find(const CrackWalk& walk) {
  const int n = walk.cracks();
  const int window = walk.closed ? std::min(reach, n / 4) : reach;
  candidates_.clear();
  for (int k = walk.closed ? 0 : 1; k < n; ++k) {
    if (!turns_at(walk, k)) continue;
    const double c = turn_cos(walk, k, window);
    if (c < corner_cos) candidates_.push_back({k, c});
  }
  // The sharpest first; it rules out its neighbours.
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    return std::pair(a.cos, a.at) < std::pair(b.cos, b.at);
  });
  const int clear = std::max(1, window / 2);
  taken_.assign(static_cast<size_t>(n), 0);
  corners_.clear();
  for (const Candidate& candidate : candidates_) {
    bool near = false;
    for (int k = candidate.at - clear + 1; k < candidate.at + clear; ++k) {
      const int i = walk.closed ? (k + n) % n : std::clamp(k, 0, n - 1);
      near = near || taken_[static_cast<size_t>(i)];
    }
    if (near) continue;
    taken_[static_cast<size_t>(candidate.at)] = 1;
    corners_.push_back(candidate.at);
  }
  std::sort(corners_.begin(), corners_.end());
  return corners_;
}

}  // namespace trace
