// SPDX-License-Identifier: Apache-2.0
// Line art as strokes: a line gets a centre and a width in place of two edges; what is no line
// stays a filled shape. The centre is found by thinning and then placed within a fraction of a
// pixel by how much of the pixels across it the line covers.
#include <pipeline/stage.hpp>

#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "plugins/paths/centerline/fill.hpp"
#include "plugins/paths/centerline/fit.hpp"
#include "plugins/paths/centerline/lines.hpp"
#include "plugins/paths/common/check.hpp"
#include "plugins/paths/common/ports.hpp"
#include "plugins/paths/trace/shapes.hpp"

namespace {

using namespace pipeline;

// Strokes of one label and, to half a pixel, one width: one shape.
using Groups = std::map<std::pair<uint32_t, long>, std::vector<const centerline::Stroke*>>;

Groups group(const centerline::Lines& lines) {
  Groups groups;
  for (const auto& [label, stroke] : lines.strokes) {
    groups[{label, std::lround(2 * stroke.width)}].push_back(&stroke);
  }
  return groups;
}

void draw(PathBuilder& builder, const Labels& map, uint32_t label,
          const std::vector<const centerline::Stroke*>& strokes, double tolerance) {
  double length = 0, weighted = 0;
  for (const auto* stroke : strokes) {
    length += stroke->length();
    weighted += stroke->length() * stroke->width;
  }
  Paint paint;
  paint.stroke = map.palette(label);
  paint.stroke_width = static_cast<float>(std::round(10 * weighted / length) / 10);
  paint.stroke_cap = PIPELINE_CAP_ROUND;
  paint.stroke_join = PIPELINE_JOIN_ROUND;
  paint.label = label;
  builder.begin(paint);
  const auto f = [](double v) { return static_cast<float>(v); };
  std::vector<trace::Segment> segments;
  for (const auto* stroke : strokes) {
    segments.clear();
    const trace::Point start = centerline::fit_stroke(*stroke, tolerance, segments);
    builder.move(f(start.x), f(start.y));
    for (const trace::Segment& s : segments) {
      if (s.curve) {
        builder.cubic(f(s.first.x), f(s.first.y), f(s.second.x), f(s.second.y), f(s.end.x),
                      f(s.end.y));
      } else {
        builder.line(f(s.end.x), f(s.end.y));
      }
    }
    if (stroke->closed) builder.close();
  }
}

struct Centerline {
  static constexpr Stage stage{"paths.centerline",
                               "1.0.0",
                               "Traces lines as strokes, and everything else as filled shapes.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               512.0,
                               4 << 20};
  static constexpr In<Labels> labels{
      "labels",
      "Label of each pixel, and the colour of each label; lines are of other labels than "
      "the one that covers most"};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "The picture the labels came from, same size; places lines within a fraction of a pixel",
      trace::picture_format, true};
  static constexpr auto edges = trace::unused_edges_port;
  static constexpr Out<Paths> paths{"paths", "Filled shapes, then strokes with round ends"};
  static constexpr Param<int> max_width{"max_width",
                                        "What is anywhere wider than this is filled, not stroked",
                                        12,
                                        1,
                                        256,
                                        "px",
                                        PIPELINE_PARAM_PIXELS};
  static constexpr Param<double> tolerance{"tolerance",
                                           "How far lines may stray from their measured middle",
                                           0.4,
                                           0.05,
                                           16.0,
                                           "px",
                                           PIPELINE_PARAM_PIXELS};
  static constexpr auto min_area = trace::min_area_param;
  PIPELINE_INTERFACE(labels, image, edges, paths, max_width, tolerance, min_area)

  void run(const Call<Centerline>& call) const {
    const Labels map = call[labels];
    trace::Pace pace(call);
    trace::check_map(map);
    std::optional<Image<const uint8_t>> picture;
    if (call.has(image)) {
      picture = call[image];
      trace::check_size(picture->width(), picture->height(), "image", map);
    }
    const auto* source = picture ? &*picture : nullptr;
    const centerline::Lines lines = centerline::find_lines(map, source, call[max_width], pace);
    trace::TraceRule rule;
    rule.specks.min_area = static_cast<uint32_t>(call[min_area]);
    const centerline::Filled filled(map, lines.pixels, pace);
    PathBuilder builder = trace::trace_shapes(call, filled.labels(), source, rule);
    for (const auto& [key, strokes] : group(lines)) {
      pace.look();
      draw(builder, map, key.first, strokes, call[tolerance]);
    }
    call.emit(paths, builder);
  }
};

}  // namespace

PIPELINE_STAGE(centerline, Centerline)
