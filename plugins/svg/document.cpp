// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <algorithm>
#include <cmath>

#include "plugins/svg/document/writer.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = -1;
constexpr const char* precision_words[] = {"auto"};
constexpr int64_t precision_values[] = {automatic};

// A step well under what a canvas of that size shows, even enlarged four times.
int steps_for(float longest_side) {
  if (longest_side >= 256) return 8;
  return longest_side >= 24 ? 32 : 128;
}

// As shapes along pixels are: a finer step would only make numbers longer.
bool are_whole(const Paths& shapes) {
  for (uint32_t i = 0; i < shapes.count(); ++i) {
    const bool stroked = shapes.stroke(i).a > 0;
    const auto coords = shapes.coords(i);
    if (stroked || shapes.gradient(i) != PIPELINE_NONE) return false;
    if (!std::all_of(coords.begin(), coords.end(), [](float v) { return v == std::floor(v); })) {
      return false;
    }
  }
  return true;
}

svg::Decimals automatic_decimals(const Paths& shapes) {
  if (are_whole(shapes)) return svg::Decimals(0);
  return svg::Decimals(0, steps_for(std::max(shapes.width(), shapes.height())));
}

struct Document {
  static constexpr Stage stage{"svg.document", "1.0.0", "Writes shapes as one small SVG document."};
  static constexpr In<Paths> paths{"paths", "Shapes in painter's order"};
  static constexpr Out<Bytes> document{
      .name = "document", .doc = "SVG, UTF-8", .media_type = "image/svg+xml"};
  static constexpr Param<int> precision{
      "precision",
      "Decimals of coordinates; auto: whole numbers, of pixels where they all are, else of a finer "
      "view box, with 8 steps to a pixel from "
      "256 px on, 32 from 24 px on, else 128",
      automatic,
      0,
      6,
      nullptr,
      0,
      precision_words,
      precision_values,
      1};
  static constexpr Param<Text> title{"title", "Title of the document; empty: none", ""};
  PIPELINE_INTERFACE(paths, document, precision, title)

  void run(const Call<Document>& call) const {
    const Paths shapes = call[paths];
    const int asked = call[precision];
    const svg::Decimals decimals =
        asked == automatic ? automatic_decimals(shapes) : svg::Decimals(asked);
    call.emit(document, "image/svg+xml", svg::write_document(shapes, decimals, call[title], call));
  }
};

}  // namespace

PIPELINE_STAGE(document, Document)
