// SPDX-License-Identifier: Apache-2.0
#include "trace_shapes.hpp"

#include <optional>

#include "trace_check.hpp"
#include "trace_flat.hpp"
#include "trace_flatness.hpp"
#include "trace_outline.hpp"

namespace trace {
namespace {

using pipeline::BasicCall;
using pipeline::Labels;
using pipeline::PathBuilder;

// Whether the regions are those of a drawing: those a few pixels large have no outline worth
// fitting.
bool are_shapes(const RegionMap& map) {
  constexpr size_t pixels_a_region = 64, some = 64, most_regions = 20000;
  const size_t regions = map.regions.size();
  return regions <= most_regions && regions <= some + map.ids.size() / pixels_a_region;
}

// The labels that stand in for others.
Labels with_labels(const Labels& map, std::vector<uint32_t>& labels) {
  pipeline_labels raw = map.raw();
  raw.labels = labels.data();
  raw.sample = PIPELINE_U32;
  raw.stride = static_cast<size_t>(map.width()) * sizeof(uint32_t);
  return Labels(raw);
}

RegionMap find_regions(const Labels& map, const SpeckRule& rule, Pace& pace) {
  RunForest forest = label_runs(map, pace);
  merge_specks(forest, map, rule, pace);
  return number_regions(forest, map.width(), map.height(), pace);
}

// Nothing when the picture is no drawing of flat areas, or the labels are not these.
std::optional<PathBuilder> trace_drawing(const BasicCall& call,
                                         const pipeline::Image<const uint8_t>& picture,
                                         const Labels& map, const TraceRule& rule, Pace& pace) {
  check_map(map);
  float noise = estimate_noise(picture, map);
  if (!has_flat_areas(picture, map, noise)) return {};
  SpeckRule specks = rule.specks;
  specks.spare_dots = noise == 0;
  RegionMap regions = find_regions(map, specks, pace);
  if (!are_shapes(regions)) return {};
  if (noise > 0 && !may_be_noise(regions)) {
    noise = 0;
    if (!has_flat_areas(picture, map, noise)) return {};
  }
  ThinShapes thin = lift_thin(Picture(picture, regions, map, noise), map);
  if (!thin.shapes.empty()) {
    regions = find_regions(with_labels(map, thin.labels), SpeckRule{}, pace);
  }
  const ChainSet chains = trace_chains(regions, pace);
  return trace_flat(call, Picture(picture, regions, map, noise), chains, map, thin.shapes,
                    {rule.fit.tolerance});
}

}  // namespace

PathBuilder trace_shapes(const BasicCall& call, const Labels& map,
                         const pipeline::Image<const uint8_t>* picture, const TraceRule& rule) {
  Pace pace(call);
  if (picture && rule.stacked && rule.fit.mode == Mode::smooth) {
    if (auto shapes = trace_drawing(call, *picture, map, rule, pace)) return std::move(*shapes);
  }
  const RegionMap regions = find_regions(map, rule.specks, pace);
  ChainSet chains = trace_chains(regions, pace);
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
