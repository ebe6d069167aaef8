// SPDX-License-Identifier: Apache-2.0
#include "trace_outline.hpp"

#include <algorithm>

#include "trace_drawn.hpp"
#include "trace_hidden.hpp"

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
                const std::vector<Curve>& curves, const PaintOrder& order, const OutlineRule& rule)
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
      if (first) pen_.move(start_);
      first = false;
      for (const Segment& segment : segments_) pen_.add(segment);
      half = chains_.next[half];
    } while (half != loop.first_half);
    pen_.close();
  }

 private:
  // Puts the segments of a half into start_ and segments_, as its side paints them.
  void direct(uint32_t half) {
    const Curve& curve = curves_[ChainSet::chain_of(half)];
    start_ = curve.start;
    segments_.assign(curve.segments.begin(), curve.segments.end());
    if (ChainSet::backward(half)) reverse();
    const uint32_t own = chains_.right(half), other = chains_.left(half);
    if (rule_.overlap <= 0 || !covers(order_, other, own)) return;
    const bool closed = chains_.chains[ChainSet::chain_of(half)].closed;
    hidden_.run_beneath(own, closed, start_, segments_);
  }

  void reverse() {
    const Point end = segments_.back().end;
    for (size_t i = segments_.size(); i-- > 0;) {
      segments_[i].end = i > 0 ? segments_[i - 1].end : start_;
      std::swap(segments_[i].first, segments_[i].second);
    }
    std::reverse(segments_.begin(), segments_.end());
    start_ = end;
  }

  Pen pen_;
  const ChainSet& chains_;
  const std::vector<Curve>& curves_;
  const PaintOrder& order_;
  const OutlineRule& rule_;
  HiddenEdge hidden_;
  Point start_;
  std::vector<Segment> segments_;
};

// What all halves have together, which is more than is drawn: memory that is not touched costs
// nothing.
void make_room(PathBuilder& builder, const ChainSet& chains, const std::vector<Curve>& curves) {
  size_t verbs = 2 * chains.loops.size(), coords = verbs;
  for (const Curve& curve : curves) {
    verbs += 2 * curve.segments.size();
    for (const Segment& segment : curve.segments) coords += segment.curve ? 12 : 4;
  }
  builder.reserve(verbs, coords);
}

}  // namespace

void write_outlines(PathBuilder& builder, const RegionMap& map, const ChainSet& chains,
                    const std::vector<Curve>& curves, const PaintOrder& order,
                    const pipeline::Labels& labels, const OutlineRule& rule, Pace& pace) {
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
