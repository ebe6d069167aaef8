// SPDX-License-Identifier: Apache-2.0
// Inputs that do not fit together are refused with what is wrong and what to do.
#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

TEST_CASE("a label without a colour names its pixel", "[paths][wrong]") {
  Map map(5, 4);
  map.at(3, 2) = 7;
  const Result result = run_trace(map, opaque_palette(2), {});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK(result.error == "labels: pixel (3, 2) has label 7, but the palette has 2 colours");
}

TEST_CASE("edges and image must have the size of the labels", "[paths][wrong]") {
  const Map map(5, 4);
  const host::Value edges = make_image(5, 5, 1, std::vector<float>(25), PIPELINE_COLOUR_DATA);
  CHECK(run_trace(map, opaque_palette(1), {}, {&edges}).error ==
        "edges: 5 x 5 pixels, but labels has 5 x 4; feed both from the same picture");
  const host::Value image = make_image(4, 4, 3, std::vector<uint8_t>(48));
  CHECK(run_trace(map, opaque_palette(1), {}, {nullptr, &image}).error ==
        "image: 4 x 4 pixels, but labels has 5 x 4; feed both from the same picture");
}

TEST_CASE("a word that is no mode, a value out of range", "[paths][wrong]") {
  CHECK_THROWS(run_trace(Map(2, 2), opaque_palette(1), {{"mode", std::string("curvy")}}));
}
