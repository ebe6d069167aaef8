// SPDX-License-Identifier: Apache-2.0
// opencv.contours: every pixel lies in or on the polygons of its label, and of no other.
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct Point {
  double x, y;
};

std::vector<std::vector<Point>> polygons(const Paths& paths, uint32_t i) {
  std::vector<std::vector<Point>> found;
  const auto coords = paths.coords(i);
  size_t at = 0;
  for (const uint8_t verb : paths.verbs(i)) {
    if (verb == PIPELINE_MOVE) found.emplace_back();
    if (verb == PIPELINE_CLOSE) continue;
    found.back().push_back({coords[at], coords[at + 1]});
    at += 2;
  }
  return found;
}

bool on_segment(const Point& a, const Point& b, double x, double y) {
  const double cross = (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  return std::abs(cross) < 1e-9 && x >= std::min(a.x, b.x) && x <= std::max(a.x, b.x) &&
         y >= std::min(a.y, b.y) && y <= std::max(a.y, b.y);
}

// On a line, or inside by the even-odd rule.
bool covers(const std::vector<std::vector<Point>>& all, double x, double y) {
  bool inside = false;
  for (const auto& polygon : all) {
    for (size_t k = 0; k < polygon.size(); ++k) {
      const Point &a = polygon[k], &b = polygon[(k + 1) % polygon.size()];
      if (on_segment(a, b, x, y)) return true;
      if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) {
        inside = !inside;
      }
    }
  }
  return inside;
}

// Blobs, with holes, islands in holes, lines and dots.
std::vector<uint32_t> blobs(int width, int height) {
  std::vector<uint32_t> labels;
  uint32_t state = 1;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      state = state * 1664525U + 1013904223U;
      const int ring = ((x - 14) * (x - 14) + (y - 11) * (y - 11)) / 30 % 2;
      labels.push_back((state >> 16) % 11 == 0 ? 2U : static_cast<uint32_t>(ring));
    }
  }
  return labels;
}

const std::vector<Colour> palette{Colour::from_u8(1, 2, 3), Colour::from_u8(200, 100, 0),
                                  Colour::from_u8(9, 99, 9)};

Result contours(const std::map<std::string, Setting>& with, const host::Value* labels,
                const host::Value* edges = nullptr, unsigned threads = 0) {
  return run_stage("opencv.contours", with, {labels, edges, nullptr}, threads);
}

}  // namespace

TEST_CASE("opencv.contours: each pixel is in the polygons of its label alone") {
  for (const uint32_t sample : {PIPELINE_U8, PIPELINE_U32}) {
    for (const auto& [width, height] : {std::pair{33, 25}, {1, 1}, {1, 9}, {9, 1}}) {
      CAPTURE(sample, width, height);
      const auto truth = blobs(width, height);
      const auto map = make_labels(width, height, truth, palette, sample);
      const auto result = contours({{"tolerance", 0.0}}, &map);
      INFO(result.error);
      REQUIRE(result.status == PIPELINE_OK);
      const Paths paths = paths_of(result.outputs[0]);
      CHECK(paths.width() == static_cast<float>(width));
      CHECK(paths.height() == static_cast<float>(height));
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const uint32_t own = truth[static_cast<size_t>(y * width + x)];
          for (uint32_t label = 0; label < palette.size(); ++label) {
            int covered = 0;
            for (uint32_t i = 0; i < paths.count(); ++i) {
              if (paths.label(i) != label) continue;
              covered += covers(polygons(paths, i), x + 0.5, y + 0.5);
            }
            REQUIRE(covered == (label == own ? 1 : 0));
          }
        }
      }
      for (uint32_t i = 0; i < paths.count(); ++i) {
        REQUIRE(paths.fill(i) == palette[paths.label(i)]);
        REQUIRE(paths.stroke(i) == palette[paths.label(i)]);
        REQUIRE(paths.fill_rule(i) == PIPELINE_EVEN_ODD);
        REQUIRE(paths.stroke_width(i) == 1);
      }
    }
  }
}

TEST_CASE("opencv.contours: a square with a hole, by hand") {
  std::vector<uint32_t> labels(7 * 7, 0);
  for (int y = 1; y < 6; ++y) {
    for (int x = 1; x < 6; ++x) labels[static_cast<size_t>(7 * y + x)] = x == 3 && y == 3 ? 0 : 1;
  }
  const auto map = make_labels(7, 7, labels, {Colour{0, 0, 0, 0}, Colour{1, 0, 0, 1}});
  const auto result = contours({{"tolerance", 0.0}}, &map);
  const Paths paths = paths_of(result.outputs[0]);
  REQUIRE(paths.count() == 1);  // label 0 is transparent
  const auto rings = polygons(paths, 0);
  REQUIRE(rings.size() == 2);
  REQUIRE(rings[0].size() == 4);
  for (const Point& p : rings[0]) {
    CHECK((p.x == 1.5 || p.x == 5.5));
    CHECK((p.y == 1.5 || p.y == 5.5));
  }
  CHECK(rings[1].size() == 4);  // a diamond round the hole
}

TEST_CASE("opencv.contours: a tolerance makes fewer corners") {
  const auto map = make_labels(60, 50, blobs(60, 50), palette);
  const auto corners = [&](double tolerance) {
    const auto result = contours({{"tolerance", tolerance}}, &map);
    REQUIRE(result.status == PIPELINE_OK);
    size_t count = 0;
    const Paths paths = paths_of(result.outputs[0]);
    for (uint32_t i = 0; i < paths.count(); ++i) count += paths.verbs(i).size();
    return count;
  };
  CHECK(corners(2) < corners(0.6));
  CHECK(corners(0.6) <= corners(0));
}

TEST_CASE("opencv.contours outlines edges of bytes and floats") {
  std::vector<uint8_t> bytes(9 * 8, 0);
  std::vector<float> floats(9 * 8, 0.4F);
  for (int x = 2; x < 7; ++x) bytes[static_cast<size_t>(9 * 4 + x)] = 255;
  for (int x = 2; x < 7; ++x) floats[static_cast<size_t>(9 * 4 + x)] = 0.6F;
  for (const auto& edges : {make_image(9, 8, 1, bytes, PIPELINE_COLOUR_DATA),
                            make_image(9, 8, 1, floats, PIPELINE_COLOUR_DATA)}) {
    const auto result = contours({{"stroke", Colour{0, 1, 0, 1}}}, nullptr, &edges);
    INFO(result.error);
    REQUIRE(result.status == PIPELINE_OK);
    const Paths paths = paths_of(result.outputs[0]);
    REQUIRE(paths.count() == 1);
    CHECK(paths.fill(0).a == 0);
    CHECK(paths.stroke(0) == Colour{0, 1, 0, 1});
    const auto lines = polygons(paths, 0);
    REQUIRE(lines.size() == 1);
    REQUIRE(lines[0].size() == 2);
    CHECK(lines[0][0].x + lines[0][1].x == 9);
    CHECK(lines[0][0].y == 4.5);
    const auto none = contours({{"threshold", 1.0}}, nullptr, &edges);
    CHECK(paths_of(none.outputs[0]).count() == 0);
  }
}

TEST_CASE("opencv.contours: what is not there, and threads") {
  const auto nothing = contours({}, nullptr);
  CHECK(nothing.status == PIPELINE_BAD_ARGUMENT);
  CHECK(nothing.error == "neither labels nor edges is wired: wire one of them");
  const auto map = make_labels(60, 50, blobs(60, 50), palette);
  const auto one = contours({}, &map, nullptr, 1);
  CHECK(content_of(contours({}, &map, nullptr, 4).outputs[0]) == content_of(one.outputs[0]));
}
