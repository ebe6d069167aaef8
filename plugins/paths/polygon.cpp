// SPDX-License-Identifier: Apache-2.0
// The plain alternative to paths.trace: outlines along pixels, simplified after D. H. Douglas and
// T. K. Peucker, "Algorithms for the Reduction of the Number of Points Required to Represent a
// Digitized Line or Its Caricature", Cartographica 10 (1973). Each boundary is simplified once, so
// that the regions on either side of it still meet.
#include <pipeline/stage.hpp>

#include "plugins/paths/common/ports.hpp"
#include "plugins/paths/trace/shapes.hpp"

namespace {

using namespace pipeline;

struct Polygon {
  static constexpr Stage stage{"paths.polygon",
                               "1.0.0",
                               "Traces the regions of a label map as polygons.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               512.0,
                               4 << 20};
  static constexpr auto labels = trace::labels_port;
  static constexpr auto edges = trace::unused_edges_port;
  static constexpr auto image = trace::unused_image_port;
  static constexpr Out<Paths> paths{"paths", "One shape for each depth and label, lowest first"};
  static constexpr Param<double> tolerance{
      "tolerance",          "How far a polygon may stray from the boundary", 0.8, 0.05, 16.0, "px",
      PIPELINE_PARAM_PIXELS};
  static constexpr auto min_area = trace::min_area_param;
  PIPELINE_INTERFACE(labels, edges, image, paths, tolerance, min_area)

  void run(const Call<Polygon>& call) const {
    trace::TraceRule rule;
    rule.specks.min_area = static_cast<uint32_t>(call[min_area]);
    rule.fit = {trace::Mode::polygon, call[tolerance]};
    call.emit(paths, trace::trace_shapes(call, call[labels], nullptr, rule));
  }
};

}  // namespace

PIPELINE_STAGE(polygon, Polygon)
