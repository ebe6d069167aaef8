// SPDX-License-Identifier: Apache-2.0
// Mode pixel draws exactly the label map, whatever the map.
#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

const std::map<std::string, Setting> exact{{"mode", std::string("pixel")}, {"min_area", 1}};

std::map<std::string, Setting> cut_out() {
  auto with = exact;
  with["stacked"] = false;
  return with;
}

void check_exact(const Map& map, uint32_t count) {
  INFO(map.width << " x " << map.height << ", " << count << " labels");
  const auto palette = opaque_palette(count);
  const host::Value stacked = trace(map, palette, exact), cut = trace(map, palette, cut_out());
  CHECK(draw(stacked).labels == map.labels);
  CHECK(draw(cut).labels == map.labels);
  CHECK(all_closed(paths_of(stacked)));
  CHECK(all_closed(paths_of(cut)));
}

}  // namespace

TEST_CASE("random maps of many sizes", "[paths]") {
  std::mt19937 random(3);
  for (const auto& [width, height] : {std::pair{1, 1},
                                      {1, 2},
                                      {2, 1},
                                      {2, 2},
                                      {3, 3},
                                      {1, 17},
                                      {17, 1},
                                      {5, 4},
                                      {16, 9},
                                      {31, 33}}) {
    for (const uint32_t count : {1U, 2U, 3U, 7U, 300U}) {
      for (int k = 0; k < 4; ++k) {
        check_exact(make_map(width, height, [&](int, int) { return random() % count; }), count);
      }
    }
  }
}

TEST_CASE("every 3 x 3 map of two labels", "[paths]") {
  for (unsigned bits = 0; bits < 512; ++bits) {
    check_exact(make_map(3, 3, [&](int x, int y) { return bits >> (3 * y + x) & 1; }), 2);
  }
}

TEST_CASE("stripes, checkerboards, diagonals and rings", "[paths]") {
  check_exact(make_map(12, 9, [](int x, int) { return x % 2; }), 2);
  check_exact(make_map(12, 9, [](int, int y) { return y % 3; }), 3);
  check_exact(make_map(24, 25, [](int x, int y) { return (x + y) % 2; }), 2);
  check_exact(make_map(20, 20, [](int x, int y) { return x == y ? 1 : x + y == 19 ? 2 : 0; }), 3);
  check_exact(
      make_map(21, 21,
               [](int x, int y) { return std::max(std::abs(x - 10), std::abs(y - 10)) % 3; }),
      3);
  check_exact(
      make_map(21, 21, [](int x, int y) { return (std::abs(x - 10) + std::abs(y - 10)) % 2; }), 2);
}

TEST_CASE("a hole whose rim touches itself at a corner", "[paths]") {
  Map map(6, 6);
  for (const auto& [x, y] : {std::pair{1, 1}, {2, 1}, {1, 2}, {3, 2}, {2, 3}, {3, 3}, {3, 4}}) {
    map.at(x, y) = 1;
  }
  check_exact(map, 2);
}

TEST_CASE("what can be seen through is not painted, and neither is anything under it", "[paths]") {
  // Rings: opaque, opaque, transparent, and an opaque middle.
  const Map map = make_map(15, 15, [](int x, int y) {
    return std::min(3, 7 - std::max(std::abs(x - 7), std::abs(y - 7)));
  });
  auto palette = opaque_palette(4);
  palette[2].a = 0;
  for (const bool stacked : {true, false}) {
    auto with = exact;
    with["stacked"] = stacked;
    const host::Value shapes = trace(map, palette, with);
    const Map drawn = draw(shapes);
    for (size_t i = 0; i < map.labels.size(); ++i) {
      CHECK(drawn.labels[i] == (map.labels[i] == 2 ? PIPELINE_NONE : map.labels[i]));
    }
    const Paths paths = paths_of(shapes);
    for (uint32_t i = 0; i < paths.count(); ++i) CHECK(paths.label(i) != 2);
  }
}

TEST_CASE("half-transparent shapes have nothing beneath them", "[paths]") {
  const Map map = make_map(9, 9, [](int x, int y) { return x > 2 && x < 6 && y > 2 && y < 6; });
  auto palette = opaque_palette(2);
  palette[1].a = 0.5F;
  const host::Value value = trace(map, palette, exact);
  const Paths paths = paths_of(value);
  REQUIRE(paths.count() == 2);
  for (uint32_t i = 0; i < 2; ++i) {
    const bool in = inside(flatten(paths, i), paths.fill_rule(i), 4.5, 4.5);
    CHECK(in == (paths.label(i) == 1));
  }
}

TEST_CASE("random maps with holes to see through", "[paths]") {
  std::mt19937 random(5);
  auto palette = opaque_palette(4);
  palette[1].a = 0;
  for (int k = 0; k < 30; ++k) {
    const Map map = make_map(17, 13, [&](int, int) { return random() % 4; });
    const Map drawn = draw(trace(map, palette, exact));
    size_t wrong = 0;
    for (size_t i = 0; i < map.labels.size(); ++i) {
      wrong += drawn.labels[i] != (map.labels[i] == 1 ? PIPELINE_NONE : map.labels[i]);
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("straight outlines have no needless corners", "[paths]") {
  Map map(8, 8);
  map.at(3, 3) = 1, map.at(4, 3) = 2;  // two cells side by side
  const host::Value value = trace(map, opaque_palette(3), exact);
  const Paths paths = paths_of(value);
  REQUIRE(paths.count() == 3);
  CHECK(paths.verbs(0).size() == 5);  // the ground is the canvas
  CHECK(paths.verbs(1).size() <= 6);
  CHECK(paths.verbs(2).size() <= 6);
  CHECK(paths.coords(0)[2] == 8);
}

TEST_CASE("a checkerboard of 65536 regions is two or three shapes", "[paths]") {
  const Map map = make_map(256, 256, [](int x, int y) { return (x + y) % 2; });
  const host::Value value = trace(map, opaque_palette(2), exact);
  const Paths paths = paths_of(value);
  CHECK(paths.count() <= 3);
  size_t closes = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto verbs = paths.verbs(i);
    closes += static_cast<size_t>(std::count(verbs.begin(), verbs.end(), PIPELINE_CLOSE));
  }
  CHECK(closes == 65536);
}
