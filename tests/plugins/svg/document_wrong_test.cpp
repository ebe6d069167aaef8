// SPDX-License-Identifier: Apache-2.0
// Shapes that have no SVG are refused by name, and nothing else happens.
#include <limits>

#include "document_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

std::string error_of(const PathBuilder& builder, const std::map<std::string, Setting>& with = {}) {
  const Result result = run_document(builder, with);
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  return result.error;
}

// A good path and then one with this corner and paint.
PathBuilder second_path(float x, const Paint& paint = filled(0, 0, 0)) {
  PathBuilder builder(9, 9);
  builder.begin(filled(0, 0, 0));
  square(builder, 0, 0, 2);
  builder.begin(paint);
  builder.move(0, 0);
  builder.line(x, 1);
  return builder;
}

}  // namespace

TEST_CASE("coordinates that are no numbers name their path", "[svg][wrong]") {
  CHECK(error_of(second_path(not_a_number)) ==
        "path 1: coordinate 2 is not a number; every number of a shape must be finite and within "
        "1e9");
  CHECK(error_of(second_path(-infinity)) ==
        "path 1: coordinate 2 is infinite; every number of a shape must be finite and within 1e9");
  CHECK(
      error_of(second_path(2e9F)) ==
      "path 1: coordinate 2 is beyond 1e9; every number of a shape must be finite and within 1e9");
}

TEST_CASE("so do paints", "[svg][wrong]") {
  Paint paint;
  paint.fill.g = not_a_number;
  CHECK(error_of(second_path(1, paint)) ==
        "path 1: its fill is not a number; every number of a shape must be finite and within 1e9");
  paint = {};
  paint.stroke_width = infinity;
  CHECK(error_of(second_path(1, paint)) ==
        "path 1: its stroke width is infinite; every number of a shape must be finite and within "
        "1e9");
  paint = {};
  paint.stroke_cap = 3;
  CHECK(error_of(second_path(1, paint)) == "path 1: its stroke cap does not exist");
  paint = {};
  paint.stroke_join = 9;
  CHECK(error_of(second_path(1, paint)) == "path 1: its stroke join does not exist");
  paint = {};
  paint.gradient = 4;
  CHECK(error_of(second_path(1, paint)) == "path 1: gradient 4 does not exist; there are 0");
}

TEST_CASE("a path must begin somewhere", "[svg][wrong]") {
  PathBuilder builder(9, 9);
  builder.begin(filled(0, 0, 0));
  builder.line(1, 1);
  CHECK(error_of(builder) == "path 0: its first verb is 1; a path begins with move or ellipse");
}

TEST_CASE("a canvas without end is refused", "[svg][wrong]") {
  CHECK(error_of(PathBuilder(infinity, 4)) ==
        "paths: the canvas is inf x 4.000000; both sides must be above 0 and finite");
}

TEST_CASE("a title with a control character is refused", "[svg][wrong]") {
  CHECK(error_of(second_path(1), {{"title", std::string("a\x01")}}) ==
        "title: control character 1 cannot stand in XML; leave it out");
}
