// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/regions/outline.hpp"

namespace regions {

namespace {

struct Turn {
  int32_t x, y;
};

struct Loop {
  size_t begin;  // of its turns
  uint32_t colour;
};

// Follows the unit edges with the colour on the right: outlines run clockwise on screen, holes the
// other way. Areas that only meet at a corner are apart.
class Walk {
 public:
  Walk(int width, int height, std::span<const uint32_t> ids)
      : width_(width), height_(height), ids_(ids), seen_(ids.size()) {}

  std::vector<Turn> turns;
  std::vector<Loop> loops;

  void all(trace::Pace& pace) {
    for (int y = 0; y < height_; ++y) {
      pace.look();
      for (int x = 0; x < width_; ++x) {
        if (!seen_[at(x, y)] && wall(x, y, right)) loop(x, y, pace);
      }
    }
  }

 private:
  // Along the top of a pixel the walk goes right, along its right side down, and so on.
  enum Direction { right, down, left, up };
  static constexpr int ahead_x[] = {1, 0, -1, 0}, ahead_y[] = {0, 1, 0, -1};
  static constexpr int out_x[] = {0, 1, 0, -1}, out_y[] = {-1, 0, 1, 0};

  size_t at(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
  }
  bool wall(int x, int y, int d) const {
    const int nx = x + out_x[d], ny = y + out_y[d];
    return nx < 0 || ny < 0 || nx >= width_ || ny >= height_ || ids_[at(nx, ny)] != ids_[at(x, y)];
  }

  // Every loop has an edge along the top of a pixel; the first in reading order begins with a turn.
  void loop(int x, int y, trace::Pace& pace) {
    loops.push_back({turns.size(), ids_[at(x, y)]});
    const int start_x = x, start_y = y;
    int d = right, came = up;
    do {
      pace.step();
      if (d == right) seen_[at(x, y)] = 1;
      if (d != came) turns.push_back(corner(x, y, d));
      came = d;
      if (wall(x, y, (d + 1) % 4)) {
        d = (d + 1) % 4;
        continue;
      }
      x += ahead_x[d], y += ahead_y[d];
      if (wall(x, y, d)) continue;
      x += out_x[d], y += out_y[d];
      d = (d + 3) % 4;
    } while (x != start_x || y != start_y || d != right);
  }
  // Where the edge of side d begins.
  static Turn corner(int x, int y, int d) {
    return {x + (d == down || d == left), y + (d == left || d == up)};
  }

  int width_, height_;
  std::span<const uint32_t> ids_;
  std::vector<uint8_t> seen_;  // by pixel: its top edge is in a loop
};

}  // namespace

void write_outlines(pipeline::PathBuilder& builder, int width, int height,
                    std::span<const uint32_t> ids, std::span<const pipeline::Colour> colours,
                    trace::Pace& pace) {
  Walk walk(width, height, ids);
  walk.all(pace);
  std::vector<uint32_t> begin(colours.size() + 1), order(walk.loops.size());
  for (const Loop& l : walk.loops) ++begin[l.colour + 1];
  for (size_t c = 1; c < begin.size(); ++c) begin[c] += begin[c - 1];
  auto next = begin;
  for (uint32_t l = 0; l < order.size(); ++l) order[next[walk.loops[l].colour]++] = l;

  builder.reserve(walk.turns.size() + walk.loops.size(), 2 * walk.turns.size());
  walk.loops.push_back({walk.turns.size(), 0});  // where the last one ends
  for (uint32_t c = 0; c < colours.size(); ++c) {
    if (colours[c].a <= 0) continue;
    pipeline::Paint paint;
    paint.fill = colours[c], paint.label = c;
    builder.begin(paint);
    for (uint32_t k = begin[c]; k < begin[c + 1]; ++k) {
      const size_t first = walk.loops[order[k]].begin, last = walk.loops[order[k] + 1].begin;
      for (size_t t = first; t < last; ++t) {
        pace.step();
        const auto x = static_cast<float>(walk.turns[t].x), y = static_cast<float>(walk.turns[t].y);
        if (t == first) {
          builder.move(x, y);
        } else {
          builder.line(x, y);
        }
      }
      builder.close();
    }
  }
}

}  // namespace regions
