// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <optional>

#include "plugins/paths/common/check.hpp"
#include "plugins/paths/common/ports.hpp"
#include "plugins/paths/trace/shapes.hpp"

namespace {

using namespace pipeline;
using trace::Mode;

constexpr const char* mode_names[] = {"pixel", "polygon", "smooth"};

struct Trace {
  static constexpr Stage stage{"paths.trace",
                               "1.0.0",
                               "Traces the regions of a label map as stacked shapes.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               512.0,
                               4 << 20};
  static constexpr auto labels = trace::labels_port;
  static constexpr In<GreyF> edges{"edges",
                                   "Edge strength 0..1, same size; decides which specks are detail "
                                   "(keep_strength), but in clean "
                                   "drawings of flat areas",
                                   {0, 0, PIPELINE_COLOUR_DATA, 0},
                                   true};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "The picture the labels came from, same size; places boundaries within a part of a pixel "
      "(not "
      "in mode pixel); in mode smooth, stacked, one of flat areas becomes overlapping shapes, "
      "and dots alone on their ground stay down to a quarter of min_area",
      trace::picture_format, true};
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
  static constexpr auto min_area = trace::min_area_param;
  static constexpr Param<double> keep_strength{
      "keep_strength",
      "With edges: a small region stays when the mean strength around it is at least this", 0.5,
      0.0, 1.0};
  static constexpr Param<bool> stacked{
      "stacked",
      "Shapes run on beneath those above; false cuts each out exactly, and hairlines may show",
      true};
  static constexpr Param<bool> gradients{
      "gradients",
      "Where shapes overlap: areas of a label become linear or radial gradients if the picture "
      "shows such",
      true};
  PIPELINE_INTERFACE(labels, edges, image, paths, mode, tolerance, min_area, keep_strength, stacked,
                     gradients)

  void run(const Call<Trace>& call) const {
    const Labels map = call[labels];
    if (call.has(edges)) trace::check_size(call[edges].width(), call[edges].height(), "edges", map);
    if (call.has(image)) trace::check_size(call[image].width(), call[image].height(), "image", map);
    std::optional<Image<const uint8_t>> picture;
    if (call.has(image)) picture = call[image];
    call.emit(paths, trace::trace_shapes(call, map, picture ? &*picture : nullptr, rule_of(call)));
  }

 private:
  static trace::TraceRule rule_of(const Call<Trace>& call) {
    trace::TraceRule rule;
    rule.specks.min_area = static_cast<uint32_t>(call[min_area]);
    rule.specks.keep_strength = call[keep_strength];
    if (call.has(edges)) rule.specks.strength = call[edges];
    rule.fit = {call[mode], call[tolerance]};
    rule.stacked = call[stacked];
    rule.gradients = call[gradients];
    return rule;
  }
};

}  // namespace

PIPELINE_STAGE(trace, Trace)
