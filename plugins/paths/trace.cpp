// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <algorithm>
#include <string>

#include "trace_flat.hpp"
#include "trace_junctions.hpp"
#include "trace_outline.hpp"
#include "trace_specks.hpp"

namespace {

using namespace pipeline;
using trace::Mode;

constexpr const char* mode_names[] = {"pixel", "polygon", "smooth"};

// The fit of every chain: chunks of chains, each with segments of its own, so that the order never
// depends on threads.
class Curves {
 public:
  template <class S>
  Curves(const Call<S>& call, const trace::ChainSet& set, const trace::FitRule& rule,
         const trace::SubPixel* subpixel) {
    constexpr int64_t grain = 1024;
    const auto count = static_cast<int64_t>(set.chains.size());
    std::vector<trace::Point> ends;  // by half, where its junction lies
    if (rule.mode != Mode::pixel) {
      ends.resize(2 * set.chains.size());
      call.parallel_for(0, 2 * count, grain, [&](int64_t begin, int64_t end) {
        for (int64_t h = begin; h < end; ++h) {
          place_junction(set, static_cast<uint32_t>(h), subpixel, ends);
        }
      });
    }
    chunks_.resize(static_cast<size_t>((count + grain - 1) / grain));
    curves_.resize(set.chains.size());
    call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
      auto& segments = chunks_[static_cast<size_t>(begin / grain)];
      trace::ChainFitter fitter(set, rule, ends, subpixel);
      std::vector<size_t> first;
      for (int64_t c = begin; c < end; ++c) {
        first.push_back(segments.size());
        curves_[static_cast<size_t>(c)].start = fitter.fit(static_cast<uint32_t>(c), segments);
      }
      first.push_back(segments.size());
      segments.shrink_to_fit();
      for (size_t k = 0; k + 1 < first.size(); ++k) {
        curves_[static_cast<size_t>(begin) + k].segments =
            std::span(segments).subspan(first[k], first[k + 1] - first[k]);
      }
    });
  }
  const std::vector<trace::Curve>& all() const { return curves_; }

 private:
  std::vector<std::vector<trace::Segment>> chunks_;
  std::vector<trace::Curve> curves_;
};

struct Trace {
  static constexpr Stage stage{"paths.trace",
                               "1.0.0",
                               "Traces the regions of a label map as stacked shapes.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               512.0,
                               4 << 20};
  static constexpr In<Labels> labels{"labels", "Label of each pixel, and the colour of each label"};
  static constexpr In<GreyF> edges{
      "edges",
      "Edge strength 0..1, same size; decides which specks are detail (keep_strength)",
      {0, 0, PIPELINE_COLOUR_DATA, 0},
      true};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "The picture the labels came from, same size; places boundaries within a part of a pixel "
      "(not "
      "in mode pixel); in mode smooth, stacked, one of flat areas becomes overlapping shapes",
      {0, PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4), PIPELINE_COLOUR_SRGB,
       PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT},
      true};
  static constexpr Out<Paths> paths{
      "paths", "Lowest first; one for each depth and label, of flat areas one for each region"};
  static constexpr Param<Mode> mode{
      "mode", "pixel: along the pixels' edges; polygon: straight lines; smooth: curves and corners",
      Mode::smooth, mode_names};
  static constexpr Param<double> tolerance{"tolerance",
                                           "How far polygon and smooth may stray from the boundary",
                                           0.6,
                                           0.05,
                                           16.0,
                                           "px",
                                           PIPELINE_PARAM_PIXELS};
  static constexpr Param<int> min_area{
      "min_area",
      "Regions of fewer pixels join the neighbour of the most similar colour",
      4,
      1,
      1000000,
      "px",
      PIPELINE_PARAM_PIXELS};
  static constexpr Param<double> keep_strength{
      "keep_strength",
      "With edges: a small region stays when the mean strength around it is at least this", 0.5,
      0.0, 1.0};
  static constexpr Param<bool> stacked{
      "stacked",
      "Shapes run on beneath those above; false cuts each out exactly, and hairlines may show",
      true};
  PIPELINE_INTERFACE(labels, edges, image, paths, mode, tolerance, min_area, keep_strength, stacked)

  void run(const Call<Trace>& call) const {
    const Labels map = call[labels];
    if (call.has(edges)) check_size(call[edges].width(), call[edges].height(), "edges", map);
    if (call.has(image)) check_size(call[image].width(), call[image].height(), "image", map);
    call.emit(paths, outlines(call, map));
  }

 private:
  // All that it needs besides is freed when it returns, before the shapes are copied.
  static PathBuilder outlines(const Call<Trace>& call, const Labels& map) {
    trace::Pace pace(call);
    const trace::RegionMap regions = find_regions(call, map, pace);
    trace::ChainSet chains = trace::trace_chains(regions, pace);
    const trace::FitRule fit{call[mode], call[tolerance]};
    std::optional<Image<const uint8_t>> picture;
    std::optional<trace::SubPixel> subpixel;
    if (call.has(image)) {
      picture.emplace(call[image]);
      if (fit.mode == Mode::smooth && call[stacked]) {
        const trace::Picture flat(*picture, regions, map);
        if (flat.is_flat()) return trace_flat(call, flat, chains, map, {call[tolerance]});
      }
      subpixel.emplace(*picture, regions, map);
    }
    const trace::PaintOrder order = trace::paint_order(regions, chains, map, call[stacked]);
    const Curves curves(call, chains, fit, subpixel ? &*subpixel : nullptr);
    chains.forget_turns();
    const bool overlaps = call[stacked] && fit.mode != Mode::pixel;
    PathBuilder builder(static_cast<float>(map.width()), static_cast<float>(map.height()));
    write_outlines(builder, regions, chains, curves.all(), order, map, {overlaps ? 0.8 : 0.0},
                   pace);
    return builder;
  }

  static trace::RegionMap find_regions(const Call<Trace>& call, const Labels& map,
                                       trace::Pace& pace) {
    trace::RunForest forest = trace::label_runs(map, pace);
    trace::SpeckRule rule;
    rule.min_area = static_cast<uint32_t>(call[min_area]);
    rule.keep_strength = call[keep_strength];
    if (call.has(edges)) rule.strength = call[edges];
    trace::merge_specks(forest, map, rule, pace);
    return trace::number_regions(forest, map.width(), map.height(), pace);
  }

  static void check_size(int width, int height, const std::string& port, const Labels& map) {
    if (width == map.width() && height == map.height()) return;
    throw Error(PIPELINE_BAD_ARGUMENT,
                port + ": " + std::to_string(width) + " x " + std::to_string(height) +
                    " pixels, but labels has " + std::to_string(map.width()) + " x " +
                    std::to_string(map.height()) + "; feed both from the same picture");
  }
};

}  // namespace

PIPELINE_STAGE(trace, Trace)
