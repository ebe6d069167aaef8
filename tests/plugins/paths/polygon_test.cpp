// SPDX-License-Identifier: Apache-2.0
#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

host::Value polygons(const Map& map, const std::vector<Colour>& palette, double tolerance) {
  const host::Value labels = make_labels(map.width, map.height, map.labels, palette);
  Result result =
      run_stage("paths.polygon", {{"tolerance", tolerance}, {"min_area", 1}}, {&labels});
  REQUIRE(result.error == "");
  return result.outputs.at(0);
}

size_t nodes_of(const host::Value& value) {
  size_t nodes = 0;
  for (uint32_t i = 0; i < paths_of(value).count(); ++i) {
    for (const uint8_t verb : paths_of(value).verbs(i)) {
      CHECK((verb == PIPELINE_MOVE || verb == PIPELINE_LINE || verb == PIPELINE_CLOSE));
      nodes += verb != PIPELINE_CLOSE;
    }
  }
  return nodes;
}

}  // namespace

TEST_CASE("polygons stray by no more than the tolerance", "[paths]") {
  const Map map = make_map(60, 60, [](int x, int y) {
    const int dx = x - 30, dy = y - 30;
    return dx * dx + dy * dy < 400 ? 1 : x < y ? 2 : 0;
  });
  size_t first = 0, last = SIZE_MAX;
  for (const double tolerance : {0.3, 0.8, 2.0, 5.0}) {
    const host::Value value = polygons(map, opaque_palette(3), tolerance);
    const Map drawn = draw(value);
    for (int y = 0; y < 60; ++y) {
      for (int x = 0; x < 60; ++x) {
        // A pixel that is drawn otherwise has its own label no farther off than that.
        bool near = false;
        const int reach = static_cast<int>(tolerance) + 2;
        for (int v = std::max(0, y - reach); v <= std::min(59, y + reach); ++v) {
          for (int u = std::max(0, x - reach); u <= std::min(59, x + reach); ++u) {
            near |= map.at(u, v) == drawn.at(x, y);
          }
        }
        CHECK(near);
      }
    }
    CHECK(nodes_of(value) <= last);
    last = nodes_of(value);
    if (first == 0) first = last;
  }
  CHECK(last < first);
}

TEST_CASE("polygons leave no gap between regions", "[paths]") {
  std::mt19937 random(2);
  const Map map = make_map(40, 30, [&](int, int) { return random() % 4; });
  const Map drawn = draw(polygons(map, opaque_palette(4), 1.0));
  for (const uint32_t label : drawn.labels) CHECK(label != PIPELINE_NONE);
}
