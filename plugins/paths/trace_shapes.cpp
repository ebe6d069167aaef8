// SPDX-License-Identifier: Apache-2.0
#include "trace_shapes.hpp"

#include <optional>

#include "trace_flat.hpp"
#include "trace_outline.hpp"

namespace trace {
namespace {

using pipeline::BasicCall;
using pipeline::Labels;
using pipeline::PathBuilder;

RegionMap find_regions(const Labels& map, const SpeckRule& rule, Pace& pace) {
  RunForest forest = label_runs(map, pace);
  merge_specks(forest, map, rule, pace);
  return number_regions(forest, map.width(), map.height(), pace);
}

}  // namespace

PathBuilder trace_shapes(const BasicCall& call, const Labels& map,
                         const pipeline::Image<const uint8_t>* picture, const TraceRule& rule) {
  Pace pace(call);
  const RegionMap regions = find_regions(map, rule.specks, pace);
  ChainSet chains = trace_chains(regions, pace);
  if (picture && rule.stacked && rule.fit.mode == Mode::smooth) {
    const Picture flat(*picture, regions, map);
    if (flat.is_flat()) return trace_flat(call, flat, chains, map, {rule.fit.tolerance});
  }
  const PaintOrder order = paint_order(regions, chains, map, rule.stacked);
  std::optional<SubPixel> subpixel;
  if (picture) subpixel.emplace(*picture, regions, map);
  const Curves curves(call, chains, rule.fit, subpixel ? &*subpixel : nullptr);
  chains.forget_turns();
  const bool overlaps = rule.stacked && rule.fit.mode != Mode::pixel;
  PathBuilder builder(static_cast<float>(map.width()), static_cast<float>(map.height()));
  write_outlines(builder, regions, chains, curves, order, map, {overlaps ? 0.8 : 0.0}, pace);
  return builder;
}

}  // namespace trace
