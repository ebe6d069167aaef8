// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/drawn.hpp"

namespace trace {

DrawnLoops::DrawnLoops(size_t regions, const ChainSet& chains, const std::vector<char>& open_hole)
    : begin(regions + 1) {
  const auto drawn = [&](uint32_t l) { return chains.loops[l].outer || open_hole[l]; };
  const auto count = static_cast<uint32_t>(chains.loops.size());
  for (uint32_t l = 0; l < count; ++l) begin[chains.loops[l].region + 1] += drawn(l);
  for (size_t r = 1; r < begin.size(); ++r) begin[r] += begin[r - 1];
  loops.resize(begin.back());
  std::vector<uint32_t> next(begin.begin(), begin.end() - 1);
  for (uint32_t l = 0; l < count; ++l) {
    if (drawn(l)) loops[next[chains.loops[l].region]++] = l;
  }
}

pipeline::Paint paint_of(const pipeline::Labels& labels, uint32_t label) {
  pipeline::Paint paint;
  paint.fill = labels.palette(label);
  paint.label = label;
  return paint;
}

void add_canvas(pipeline::PathBuilder& builder) {
  builder.move(0, 0);
  builder.line(builder.width(), 0);
  builder.line(builder.width(), builder.height());
  builder.line(0, builder.height());
  builder.close();
}

}  // namespace trace
