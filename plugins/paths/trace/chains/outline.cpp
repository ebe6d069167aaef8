// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/chains/outline.hpp"

#include <algorithm>

#include "plugins/paths/trace/chains/hidden.hpp"
#include "plugins/paths/trace/drawn.hpp"

namespace trace {
namespace {

using pipeline::PathBuilder;

// Adds segments to a shape; lines that go straight on become one.
class Pen {
 public:
  explicit Pen(PathBuilder& builder) : builder_(builder) {}

  void move(Point p) {
    builder_.move(static_cast<float>(p.x), static_cast<float>(p.y));
    at_ = from_ = p;
  }
  void add(const Segment& s) {
    if (s.curve) {
      flush();
      builder_.cubic(static_cast<float>(s.first.x), static_cast<float>(s.first.y),
                     static_cast<float>(s.second.x), static_cast<float>(s.second.y),
                     static_cast<float>(s.end.x), static_cast<float>(s.end.y));
      from_ = at_ = s.end;
      return;
    }
    const Point before = at_ - from_, now = s.end - at_;
    if (!(cross(before, now) == 0 && dot(before, now) > 0)) flush();
    at_ = s.end;
  }
  void close() {
    flush();
    builder_.close();
  }

 private:
  void flush() {
    if (!(at_ == from_)) builder_.line(static_cast<float>(at_.x), static_cast<float>(at_.y));
    from_ = at_;
  }
  PathBuilder& builder_;
  Point from_, at_;  // the line not yet written
};

class OutlineWriter {
 public:
  OutlineWriter(PathBuilder& builder, const RegionMap& map, const ChainSet& chains,
                const Curves& curves, const PaintOrder& order, const OutlineRule& rule)
      : pen_(builder),
        chains_(chains),
        curves_(curves),
        order_(order),
        rule_(rule),
        hidden_(map, order, rule.overlap) {}

  void loop(const Loop& loop) {
    bool first = true;
    uint32_t half = loop.first_half;
    do {
      direct(half);
      if (first) pen_.move(curve_.start);
      first = false;
      for (const Segment& segment : curve_.segments) pen_.add(segment);
      half = chains_.next[half];
    } while (half != loop.first_half);
    pen_.close();
  }

 private:
  // Puts a half into curve_, as its side paints it.
  void direct(uint32_t half) {
    curves_.read(ChainSet::chain_of(half), curve_);
    if (ChainSet::backward(half)) reverse();
    const uint32_t own = chains_.right(half), other = chains_.left(half);
    if (rule_.overlap <= 0 || !covers(order_, other, own)) return;
    const bool closed = chains_.chains[ChainSet::chain_of(half)].closed;
    hidden_.run_beneath(own, closed, curve_.start, curve_.segments);
  }

  void reverse() {
    auto& segments = curve_.segments;
    const Point end = segments.back().end;
    for (size_t i = segments.size(); i-- > 0;) {
      segments[i].end = i > 0 ? segments[i - 1].end : curve_.start;
      std::swap(segments[i].first, segments[i].second);
    }
    std::reverse(segments.begin(), segments.end());
    curve_.start = end;
  }

  Pen pen_;
  const ChainSet& chains_;
  const Curves& curves_;
  const PaintOrder& order_;
  const OutlineRule& rule_;
  HiddenEdge hidden_;
  Curve curve_;
};

// What all halves have together, which is more than is drawn: memory that is not touched costs
// nothing.
void make_room(PathBuilder& builder, const ChainSet& chains, const Curves& curves) {
  const size_t loops = 2 * chains.loops.size();
  builder.reserve(loops + 2 * (curves.lines() + curves.cubics()),
                  loops + 4 * curves.lines() + 12 * curves.cubics());
}

}  // namespace

void write_outlines(PathBuilder& builder, const RegionMap& map, const ChainSet& chains,
                    const Curves& curves, const PaintOrder& order, const pipeline::Labels& labels,
                    const OutlineRule& rule, Pace& pace) {
  make_room(builder, chains, curves);
  if (order.ground != outside) {
    builder.begin(paint_of(labels, map.regions[order.ground].label));
    add_canvas(builder);
  }
  const DrawnLoops drawn(map.regions.size(), chains, order.open_hole);
  OutlineWriter writer(builder, map, chains, curves, order, rule);
  for (size_t i = 0; i < order.sorted.size(); ++i) {
    const uint32_t r = order.sorted[i];
    if (i == 0 || order.rank[r] != order.rank[order.sorted[i - 1]]) {
      builder.begin(paint_of(labels, map.regions[r].label));
    }
    for (uint32_t l = drawn.begin[r]; l < drawn.begin[r + 1]; ++l) {
      pace.step();
      writer.loop(chains.loops[drawn.loops[l]]);
    }
  }
}

}  // namespace trace
