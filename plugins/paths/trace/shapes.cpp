// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/shapes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugins/common/enlargement/reduced.hpp"
#include "plugins/paths/common/check.hpp"
#include "plugins/paths/trace/chains/outline.hpp"
#include "plugins/paths/trace/enlarged.hpp"
#include "plugins/paths/trace/flatness.hpp"
#include "plugins/paths/trace/layers/flat.hpp"

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

bool is_small(const Labels& map) {
  constexpr int64_t most_pixels = 128 * 128;
  return int64_t{map.width()} * map.height() <= most_pixels;
}

// Whether the details of a small picture are single pixels, and they are no noise.
bool has_pixels_for_details(const RegionMap& regions, uint32_t min_area) {
  constexpr size_t pixels_a_region = 64, some = 16, specks_a_region = 4;
  if (regions.ids.size() > pixels_a_region * (regions.regions.size() + some)) return false;
  const auto specks =
      static_cast<size_t>(std::count_if(regions.regions.begin(), regions.regions.end(),
                                        [&](const Region& r) { return r.area < min_area; }));
  return specks <= some + specks_a_region * (regions.regions.size() - specks);
}

// Whether no pixel is a blend.
bool shows_labels(const pipeline::Image<const uint8_t>& picture, const Labels& map,
                  const Fills& fills) {
  constexpr float off_square = 4;  // levels of 255
  for (int y = 0; y < map.height(); ++y) {
    for (int x = 0; x < map.width(); ++x) {
      const Colour4 off = pixel_of(picture, x, y) - fills.colour(map.at(x, y));
      if (dot(off, off) > off_square) return false;
    }
  }
  return true;
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

PathBuilder trace_drawing(const BasicCall& call, const pipeline::Image<const uint8_t>& picture,
                          const Labels& map, const Fills& fills, RegionMap regions, float noise,
                          double tolerance, Pace& pace) {
  // Blurred, a stroke's blends do not tell what it covers of each pixel.
  const float blur = noise > 0 ? estimate_blur(picture, map, fills) : 0;
  ThinShapes thin;
  if (blur == 0) thin = lift_thin(picture, regions, map, fills, noise > 0);
  if (thin.beneath) {
    regions = find_regions(with_labels(map, thin.beneath->labels), SpeckRule{}, pace);
  }
  const auto beneath = thin.beneath ? thin.beneath->image() : picture;
  const ChainSet chains = trace_chains(regions, pace);
  return trace_flat(call, Picture(beneath, regions, fills, noise, blur), chains, map, fills,
                    thin.shapes, {tolerance});
}

PathBuilder trace_by_chains(const BasicCall& call, const Labels& map,
                            const pipeline::Image<const uint8_t>* picture, const RegionMap& regions,
                            const TraceRule& rule, Pace& pace) {
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

// As shapes upon one another, where the picture is a sprite or a drawing of flat areas. sprite: a
// small one is if its labels say the same; else its details tell. regions: those by rule.specks, if
// they were looked for and it is neither.
std::optional<PathBuilder> trace_flat_picture(const BasicCall& call, const Labels& map,
                                              const pipeline::Image<const uint8_t>& picture,
                                              const TraceRule& rule, bool sprite, Pace& pace,
                                              std::optional<RegionMap>& regions) {
  Fills fills(map);
  if (is_small(map)) {
    // Down to a quarter of min_area, as dots.
    SpeckRule details = rule.specks;
    details.min_area /= 4;
    const RegionMap found = find_regions(map, details, pace);
    if ((sprite || has_pixels_for_details(found, rule.specks.min_area)) &&
        shows_labels(picture, map, fills)) {
      TraceRule pixels = rule;
      pixels.fit.mode = Mode::pixel;
      return trace_by_chains(call, map, &picture, found, pixels, pace);
    }
  }
  if (rule.gradients) fills.find_gradients(call, picture, map);
  float noise = estimate_noise(picture, map, fills);
  if (noise > 0) {
    fills.find_shading(picture, map);
    noise = estimate_noise(picture, map, fills);
  }
  const bool noisy = noise > 0, clean = !noisy && has_flat_areas(picture, map, fills, 0);
  SpeckRule specks = rule.specks;
  specks.spare_dots = clean;
  // There each region's colour is its own; edges keep but the slivers of its blends.
  if (clean) specks.strength.reset();
  RegionMap found = find_regions(map, specks, pace);
  if ((clean || noisy) && are_shapes(found)) {
    // Noise asks for a look around each pixel; photographs have too many regions for that.
    if (!fills.is_shaded() && !may_be_noise(found)) noise = 0;
    if (clean || has_flat_areas(picture, map, fills, noise)) {
      return trace_drawing(call, picture, map, fills, std::move(found), noise, rule.fit.tolerance,
                           pace);
    }
  }
  if (!clean) regions = std::move(found);
  return {};
}

// The same of the picture that this one was enlarged from, if there is one.
std::optional<PathBuilder> trace_enlarged(const BasicCall& call, const Labels& map,
                                          const pipeline::Image<const uint8_t>& picture,
                                          TraceRule rule, Pace& pace) {
  const auto reduced = enlargement::find_reduced(picture);
  if (!reduced) return {};
  const SmallLabels small(map, reduced->width(), reduced->height());
  rule.specks.strength.reset();
  std::optional<RegionMap> regions;
  const auto shapes = trace_flat_picture(call, small.labels(), reduced->image(), rule,
                                         reduced->has_few_colours(), pace, regions);
  if (!shapes) return {};
  return scaled(*shapes, static_cast<float>(map.width()), static_cast<float>(map.height()));
}

}  // namespace

PathBuilder trace_shapes(const BasicCall& call, const Labels& map,
                         const pipeline::Image<const uint8_t>* picture, const TraceRule& rule) {
  Pace pace(call);
  check_map(map);
  std::optional<RegionMap> regions;
  if (picture && rule.stacked && rule.fit.mode == Mode::smooth) {
    if (auto shapes = trace_enlarged(call, map, *picture, rule, pace)) return std::move(*shapes);
    if (auto shapes = trace_flat_picture(call, map, *picture, rule, false, pace, regions)) {
      return std::move(*shapes);
    }
  }
  if (!regions) regions = find_regions(map, rule.specks, pace);
  return trace_by_chains(call, map, picture, *regions, rule, pace);
}

}  // namespace trace
