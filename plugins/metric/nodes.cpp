// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include "plugins/metric/nodes/markup.hpp"
#include "plugins/metric/nodes/path_data.hpp"

namespace {

using namespace pipeline;

struct Nodes {
  static constexpr Stage stage{"metric.nodes",
                               "1.0.0",
                               "How many nodes the paths of an SVG document have.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               0.0,
                               1 << 16};
  static constexpr In<Bytes> document{
      .name = "document", .doc = "SVG, UTF-8, not compressed", .media_type = "image/svg+xml"};
  static constexpr Out<Number> value{
      .name = "value",
      .doc =
          "Points that a person would see in an editor: one for each segment of path data and "
          "each move, one for each pair of numbers of a polygon or polyline",
      .unit = "nodes",
      .better = PIPELINE_BETTER_LOWER};
  PIPELINE_INTERFACE(document, value)

  void run(const Call<Nodes>& call) const {
    uint64_t count = 0;
    metric::Markup markup(call[document]);
    while (const auto attribute = markup.next()) {
      if (call.cancelled()) throw Error(PIPELINE_CANCELLED, "stopped");
      if (attribute->name == "d") count += metric::path_nodes(attribute->value);
      if (attribute->name == "points") count += metric::points_nodes(attribute->value);
    }
    if (!markup.has_svg()) {
      throw Error(PIPELINE_BAD_ARGUMENT, "the document has no <svg> element: is it an SVG?");
    }
    call.emit(value, static_cast<double>(count));
  }
};

}  // namespace

PIPELINE_STAGE(nodes, Nodes)
