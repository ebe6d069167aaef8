// SPDX-License-Identifier: Apache-2.0
// Small regions: which go, where they go, and which the edge strength keeps.
#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

const std::vector<Colour> greys{Colour::from_u8(0, 0, 0), Colour::from_u8(200, 200, 200),
                                Colour::from_u8(230, 230, 230), Colour::from_u8(255, 255, 255)};

std::map<std::string, Setting> pixels(int min_area) {
  return {{"mode", std::string("pixel")}, {"min_area", min_area}};
}

}  // namespace

TEST_CASE("a speck joins its most similar neighbour", "[paths]") {
  // Columns 0..4 black, 5..9 light; a white pixel on the seam.
  Map map = make_map(10, 7, [](int x, int) { return x >= 5; });
  Map wanted = map;
  map.at(4, 3) = 3;
  wanted.at(4, 3) = 1;
  CHECK(draw(trace(map, greys, pixels(2))).labels == wanted.labels);
}

TEST_CASE("min_area is the smallest that stays", "[paths]") {
  Map map = make_map(10, 7, [](int, int) { return 0; });
  map.at(2, 2) = map.at(3, 2) = map.at(3, 3) = 1;
  CHECK(draw(trace(map, greys, pixels(3))).labels == map.labels);
  const Map plain = make_map(10, 7, [](int, int) { return 0; });
  CHECK(draw(trace(map, greys, pixels(4))).labels == plain.labels);
}

TEST_CASE("specks that join make one region, which is looked at again", "[paths]") {
  Map map = make_map(8, 8, [](int, int) { return 0; });
  map.at(3, 3) = 1, map.at(4, 3) = 2;
  CHECK(draw(trace(map, greys, pixels(3))).labels == std::vector<uint32_t>(64, 0));
  Map joined = map;
  joined.at(3, 3) = 2;
  CHECK(draw(trace(map, greys, pixels(2))).labels == joined.labels);
}

TEST_CASE("what a speck parted becomes one shape", "[paths]") {
  Map map = make_map(9, 3, [](int x, int y) { return y == 1 && x != 4 ? 1 : 0; });
  map.at(4, 1) = 2;
  Map wanted = make_map(9, 3, [](int, int y) { return y == 1; });
  const host::Value value = trace(map, greys, pixels(2));
  CHECK(draw(value).labels == wanted.labels);
  const auto verbs = paths_of(value).verbs(1);
  CHECK(std::count(verbs.begin(), verbs.end(), PIPELINE_MOVE) == 1);
}

TEST_CASE("a picture smaller than min_area stays", "[paths]") {
  const Map map = make_map(1, 1, [](int, int) { return 2; });
  CHECK(draw(trace(map, greys, pixels(100))).labels == map.labels);
  const Map two = make_map(2, 1, [](int x, int) { return x; });
  const Map drawn = draw(trace(two, greys, pixels(100)));
  CHECK(drawn.labels[0] == drawn.labels[1]);
}

TEST_CASE("noise goes entirely, whatever the order of merging", "[paths]") {
  std::mt19937 random(9);
  for (int k = 0; k < 10; ++k) {
    const Map map = make_map(20, 20, [&](int, int) { return random() % 4; });
    const Map drawn = draw(trace(map, greys, pixels(1000)));
    CHECK(std::count(drawn.labels.begin(), drawn.labels.end(), drawn.labels[0]) == 400);
  }
}

TEST_CASE("edge strength around a speck keeps it", "[paths]") {
  Map map = make_map(12, 12, [](int, int) { return 0; });
  map.at(3, 3) = 1;
  map.at(8, 8) = 1;
  std::vector<float> strength(144, 0.1F);
  for (const auto& [x, y] : {std::pair{2, 3}, {4, 3}, {3, 2}, {3, 4}}) {
    strength[static_cast<size_t>(y * 12 + x)] = 0.8F;
  }
  const host::Value edges = make_image(12, 12, 1, strength, PIPELINE_COLOUR_DATA);
  auto with = pixels(4);
  with["keep_strength"] = 0.75;
  Map kept = map;
  kept.at(8, 8) = 0;
  CHECK(draw(trace(map, greys, with, {&edges})).labels == kept.labels);
  with["keep_strength"] = 0.85;
  CHECK(draw(trace(map, greys, with, {&edges})).labels == std::vector<uint32_t>(144, 0));
  with["keep_strength"] = 0.0;
  CHECK(draw(trace(map, greys, with, {&edges})).labels == map.labels);
}
