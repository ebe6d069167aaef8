// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/trace/layers/flat.hpp"

#include <cmath>
#include <utility>

#include "plugins/paths/trace/drawn.hpp"
#include "plugins/paths/trace/thin/fit.hpp"
#include "plugins/paths/trace/thin/plain.hpp"

namespace trace {
namespace {

using pipeline::PathBuilder;

float narrow(double v) { return static_cast<float>(v); }

void add_plain_arc(PathBuilder& builder, Point from, Point to, double bulge) {
  const auto radius = narrow(std::abs(ArcCircle(bulge).radius) * length(to - from));
  builder.arc(radius, radius, 0, std::abs(bulge) > 0.5, bulge < 0, narrow(to.x), narrow(to.y));
}

// Near a half circle the least change of the radius moves the arc by much: it would not survive
// rounding. A half circle is written with too small a radius, which renderers enlarge until the
// ends are reached (SVG 1.1, F.6.6); what is only near to one becomes two arcs.
void add_arc(PathBuilder& builder, Point from, const Piece& piece) {
  constexpr double close = 0.06;  // pixels
  const double chord = length(piece.end - from), size = std::abs(piece.bulge);
  if (std::abs(size - 0.5) * chord < close) {
    const float radius = narrow(chord * 0.49);
    builder.arc(radius, radius, 0, false, piece.bulge < 0, narrow(piece.end.x),
                narrow(piece.end.y));
  } else if (size > 0.4 && size < 0.7) {
    const Point top = from + turned({0.5, piece.bulge}, piece.end - from);
    // A quarter of the angle, whose tangent is twice the bulge, becomes two quarters of halves.
    const double tangent = 2 * piece.bulge;
    const double half = tangent / (1 + std::sqrt(1 + tangent * tangent)) / 2;
    add_plain_arc(builder, from, top, half);
    add_plain_arc(builder, top, piece.end, half);
  } else {
    add_plain_arc(builder, from, piece.end, piece.bulge);
  }
}

void add_shape(PathBuilder& builder, const Shape& shape) {
  if (shape.ellipse) {
    const Ellipse& e = *shape.ellipse;
    builder.ellipse(narrow(e.centre.x), narrow(e.centre.y), narrow(e.radii.x), narrow(e.radii.y));
    return;
  }
  const Outline& outline = shape.outline;
  builder.move(narrow(outline.start.x), narrow(outline.start.y));
  Point from = outline.start;
  for (size_t k = 0; k < outline.pieces.size(); ++k) {
    const Piece& piece = outline.pieces[k];
    if (piece.kind == Piece::cubic) {
      builder.cubic(narrow(piece.first.x), narrow(piece.first.y), narrow(piece.second.x),
                    narrow(piece.second.y), narrow(piece.end.x), narrow(piece.end.y));
    } else if (piece.kind == Piece::arc) {
      add_arc(builder, from, piece);
    } else if (k + 1 < outline.pieces.size()) {
      builder.line(narrow(piece.end.x), narrow(piece.end.y));
    }
    from = piece.end;
  }
  builder.close();
}

std::vector<Shape> fit_field(const CoverField& field, double tolerance) {
  if (const auto dot = find_dot(field)) return {{dot, {}}};
  std::vector<Shape> shapes;
  for (Outline& outline : fit_thin(field, tolerance)) shapes.push_back({{}, std::move(outline)});
  return shapes;
}

}  // namespace

PathBuilder trace_flat(const pipeline::BasicCall& call, const Picture& picture,
                       const ChainSet& chains, const pipeline::Labels& labels, const Fills& fills,
                       const std::vector<ThinShape>& thin, const ShapeRule& rule) {
  const RegionMap& map = picture.map();
  const Layers layers = find_layers(map, chains, labels);
  const DrawnLoops of(map.regions.size(), chains, layers.open_hole);
  std::vector<Shape> shapes(chains.loops.size());
  std::vector<std::vector<Shape>> strokes(thin.size());
  call.parallel_for(0, static_cast<int64_t>(thin.size()), 1, [&](int64_t begin, int64_t end) {
    if (call.cancelled()) throw pipeline::Error(PIPELINE_CANCELLED, "stopped");
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      strokes[i] = fit_field(thin[i].field, rule.tolerance);
    }
  });
  call.parallel_for(
      0, static_cast<int64_t>(layers.sorted.size()), 1, [&](int64_t begin, int64_t end) {
        if (call.cancelled()) throw pipeline::Error(PIPELINE_CANCELLED, "stopped");
        for (int64_t i = begin; i < end; ++i) {
          const uint32_t r = layers.sorted[static_cast<size_t>(i)];
          for (uint32_t l = of.begin[r]; l < of.begin[r + 1]; ++l) {
            shapes[of.loops[l]] = fit_shape(picture, layers, chains, of.loops[l], rule);
          }
        }
      });

  PathBuilder builder(narrow(map.width), narrow(map.height));
  std::vector<uint32_t> gradients(fills.count(), PIPELINE_NONE);
  const auto begin_path = [&](uint32_t label, bool has_holes) {
    pipeline::Paint paint = paint_of(labels, label);
    if (const auto& gradient = fills.gradient(label)) {
      if (gradients[label] == PIPELINE_NONE) gradients[label] = add_gradient(builder, *gradient);
      paint.gradient = gradients[label];
    }
    if (has_holes) paint.fill_rule = PIPELINE_EVEN_ODD;
    builder.begin(paint);
  };
  if (layers.ground != outside) {
    begin_path(map.regions[layers.ground].label, false);
    add_canvas(builder);
  }
  for (const uint32_t r : layers.sorted) {
    begin_path(map.regions[r].label, of.begin[r + 1] - of.begin[r] > 1);
    for (uint32_t l = of.begin[r]; l < of.begin[r + 1]; ++l)
      add_shape(builder, shapes[of.loops[l]]);
  }
  for (size_t i = 0; i < thin.size(); ++i) {
    if (strokes[i].empty()) continue;
    begin_path(thin[i].label, strokes[i].size() > 1);
    for (const Shape& shape : strokes[i]) add_shape(builder, shape);
  }
  return builder;
}

}  // namespace trace
