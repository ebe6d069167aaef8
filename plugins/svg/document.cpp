// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>

#include <algorithm>

#include "document_writer.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = -1;
constexpr const char* precision_words[] = {"auto"};
constexpr int64_t precision_values[] = {automatic};

// A step well under what a canvas of that size shows, even enlarged four times.
int digits_for(float longest_side) {
  if (longest_side >= 256) return 1;
  return longest_side >= 24 ? 2 : 3;
}

struct Document {
  static constexpr Stage stage{"svg.document", "1.0.0", "Writes shapes as one small SVG document."};
  static constexpr In<Paths> paths{"paths", "Shapes in painter's order"};
  static constexpr Out<Bytes> document{
      .name = "document", .doc = "SVG, UTF-8", .media_type = "image/svg+xml"};
  static constexpr Param<int> precision{
      "precision",
      "Decimals of coordinates; auto: 1 from 256 px on, 2 from 24 px on, else 3",
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
    const int digits =
        asked == automatic ? digits_for(std::max(shapes.width(), shapes.height())) : asked;
    call.emit(document, "image/svg+xml", svg::write_document(shapes, digits, call[title], call));
  }
};

}  // namespace

PIPELINE_STAGE(document, Document)
