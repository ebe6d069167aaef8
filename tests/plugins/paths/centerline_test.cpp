// SPDX-License-Identifier: Apache-2.0
// Lines drawn here with known middles and widths, traced back.
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>

#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct P {
  double x, y;
};

double distance(P p, P a, P b) {
  const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  const double t =
      square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// A black and white drawing: pixels by 8 x 8 samples of `ink`, labels by their half.
struct Drawing {
  int width, height;
  std::vector<uint8_t> rgb;
  std::vector<uint32_t> labels;

  Drawing(int w, int h, const std::function<bool(P)>& ink) : width(w), height(h) {
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        int hits = 0;
        for (int k = 0; k < 64; ++k) {
          hits += ink({x + (k % 8 + 0.5) / 8, y + (k / 8 + 0.5) / 8});
        }
        const auto grey = static_cast<uint8_t>(255 - hits * 255 / 64);
        rgb.insert(rgb.end(), 3, grey);
        labels.push_back(hits > 32 ? 1 : 0);
      }
    }
  }
};

const std::vector<Colour> white_and_black{Colour::from_u8(255, 255, 255), Colour::from_u8(0, 0, 0)};

Result run(const Drawing& d, const std::map<std::string, Setting>& with = {}, bool picture = true,
           unsigned threads = 1) {
  const host::Value labels = make_labels(d.width, d.height, d.labels, white_and_black);
  const host::Value image = make_image(d.width, d.height, 3, d.rgb);
  return run_stage("paths.centerline", with, {&labels, picture ? &image : nullptr}, threads);
}

struct DrawnStroke {
  double width;
  std::vector<P> points;  // nodes; handles are left out
  bool closed = false;
};

struct Drawn {
  std::vector<DrawnStroke> strokes;
  int fills = 0;  // shapes
};

Drawn drawn(const Result& result) {
  REQUIRE(result.error == "");
  const Paths paths = paths_of(result.outputs.at(0));
  Drawn found;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    if (paths.stroke(i).a == 0) {
      ++found.fills;
      continue;
    }
    const float* c = paths.coords(i).data();
    for (const uint8_t verb : paths.verbs(i)) {
      if (verb == PIPELINE_MOVE) found.strokes.push_back({paths.stroke_width(i), {}});
      DrawnStroke& stroke = found.strokes.back();
      c += coords_of_verb[verb];
      if (verb == PIPELINE_CLOSE) {
        stroke.closed = true;
      } else {
        stroke.points.push_back({c[-2], c[-1]});
      }
    }
  }
  return found;
}

double apart(P a, P b) { return std::hypot(a.x - b.x, a.y - b.y); }

// The ends in either order.
double ends_off(const DrawnStroke& stroke, P a, P b) {
  const P first = stroke.points.front(), last = stroke.points.back();
  return std::min(std::max(apart(first, a), apart(last, b)),
                  std::max(apart(first, b), apart(last, a)));
}

}  // namespace

TEST_CASE("a line comes back as two nodes and a width", "[paths]") {
  struct Line {
    P a, b;
    double width;
  };
  for (const Line line : {Line{{10, 20.3}, {50, 20.3}, 3},
                          {{12, 10}, {45, 38}, 4.5},
                          {{30.5, 8}, {24, 52}, 2},
                          {{10, 50}, {52, 44}, 7.5}}) {
    const Drawing d(64, 60, [&](P p) { return distance(p, line.a, line.b) <= line.width / 2; });
    const Drawn found = drawn(run(d));
    INFO(line.a.x << "," << line.a.y << " " << line.width);
    REQUIRE(found.strokes.size() == 1);
    CHECK(found.fills == 1);  // the ground
    CHECK(found.strokes[0].points.size() == 2);
    CHECK(ends_off(found.strokes[0], line.a, line.b) < 0.6);
    CHECK(std::abs(found.strokes[0].width - line.width) < 0.3);
    const Drawn plain = drawn(run(d, {}, false));
    REQUIRE(plain.strokes.size() == 1);
    CHECK(ends_off(plain.strokes[0], line.a, line.b) < 1.2);
  }
}

TEST_CASE("a corner stays sharp", "[paths]") {
  const P a{12, 50}, b{32, 12}, c{54, 48};
  const Drawing d(64, 60, [&](P p) { return std::min(distance(p, a, b), distance(p, b, c)) <= 2; });
  const Drawn found = drawn(run(d));
  REQUIRE(found.strokes.size() == 1);
  REQUIRE(found.strokes[0].points.size() == 3);
  CHECK(apart(found.strokes[0].points[1], b) < 0.5);
}

TEST_CASE("lines that run together before they meet keep their corner", "[paths]") {
  // A sail: its sides are twenty degrees apart at the tip.
  const P tip{60, 12}, left{26, 104}, right{60, 104};
  const Drawing sail(80, 120, [&](P p) {
    return std::min({distance(p, tip, left), distance(p, left, right), distance(p, right, tip)}) <
           3;
  });
  const Drawn d = drawn(run(sail));
  REQUIRE(d.strokes.size() == 1);
  CHECK(d.fills == 1);  // the ground
  CHECK(d.strokes[0].closed);
  for (const P corner : {tip, left, right}) {
    double nearest = 1e9;
    for (const P p : d.strokes[0].points) nearest = std::min(nearest, apart(p, corner));
    CHECK(nearest < 0.7);
  }
}

TEST_CASE("a cusp between arcs is where they meet", "[paths]") {
  // The upper parts of two circles that cross: a gull.
  const P cusp{50, 31.75}, first{34, 40}, second{66, 40};
  const auto arc = [&](P p, P c) {
    if (p.y > cusp.y) return std::min(apart(p, {c.x - 16, cusp.y}), apart(p, {c.x + 16, cusp.y}));
    return std::abs(apart(p, c) - 18);
  };
  const Drawing gull(100, 60, [&](P p) { return std::min(arc(p, first), arc(p, second)) < 2.25; });
  const Drawn d = drawn(run(gull));
  REQUIRE(d.strokes.size() == 1);
  double nearest = 1e9;
  for (const P p : d.strokes[0].points) nearest = std::min(nearest, apart(p, cusp));
  CHECK(nearest < 1);
}

TEST_CASE("a ring is one closed stroke", "[paths]") {
  const Drawing d(80, 80, [](P p) { return std::abs(apart(p, {40, 41}) - 24) <= 2; });
  const Drawn found = drawn(run(d));
  REQUIRE(found.strokes.size() == 1);
  CHECK(found.strokes[0].closed);
  CHECK(std::abs(found.strokes[0].width - 4) < 0.3);
  CHECK(found.strokes[0].points.size() <= 9);
  for (const P& p : found.strokes[0].points) CHECK(std::abs(apart(p, {40, 41}) - 24) < 0.5);
}

TEST_CASE("lines that cross stay two strokes", "[paths]") {
  const P a{8, 30}, b{72, 34}, c{36, 6}, e{44, 66};
  const Drawing d(80, 72,
                  [&](P p) { return std::min(distance(p, a, b), distance(p, c, e)) <= 1.5; });
  const Drawn found = drawn(run(d));
  REQUIRE(found.strokes.size() == 2);
  CHECK(std::min(ends_off(found.strokes[0], a, b), ends_off(found.strokes[1], a, b)) < 0.8);
  CHECK(std::min(ends_off(found.strokes[0], c, e), ends_off(found.strokes[1], c, e)) < 0.8);
}

TEST_CASE("what is no line is filled", "[paths]") {
  const auto disc = [](P p) { return apart(p, {20, 20}) <= 12; };
  const auto dot = [](P p) { return apart(p, {48.3, 20}) <= 3; };
  const auto wedge = [](P p) {
    return p.x > 10 && p.x < 60 && std::abs(p.y - 50) < (p.x - 8) / 10;
  };
  for (const auto& ink : {std::function<bool(P)>(disc), {dot}, {wedge}}) {
    const Drawn found = drawn(run(Drawing(64, 64, ink)));
    CHECK(found.strokes.empty());
    CHECK(found.fills == 2);
  }
  const Drawing line(64, 64, [](P p) { return distance(p, {10, 30}, {50, 30}) <= 4; });
  CHECK(drawn(run(line, {{"max_width", 12}})).strokes.size() == 1);
  CHECK(drawn(run(line, {{"max_width", 5}})).strokes.empty());
}

TEST_CASE("arrowheads and dots on lines are filled", "[paths]") {
  const auto line = [](P p) { return distance(p, {8, 30}, {232, 30}) <= 1.25; };
  const auto dot = [](P p) { return apart(p, {40, 30}) <= 5; };
  const auto head = [](P p) {
    return p.x >= 216 && p.x <= 230 && std::abs(p.y - 30) <= (230 - p.x) / 2;
  };
  CHECK(drawn(run(Drawing(240, 60, line))).fills == 1);  // the ground
  const Drawing d(240, 60, [&](P p) { return line(p) || dot(p) || head(p); });
  const Drawn found = drawn(run(d));
  CHECK(found.strokes.size() == 1);
  CHECK(found.fills == 3);
}

TEST_CASE("a line between two fills leaves no gap", "[paths]") {
  std::vector<uint32_t> labels;
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) labels.push_back(x < 28 ? 0 : x < 31 ? 1 : 2);
  }
  const host::Value map = make_labels(60, 40, labels, opaque_palette(3));
  const Result result = run_stage("paths.centerline", {}, {&map, nullptr}, 1);
  const Drawn found = drawn(result);
  REQUIRE(found.strokes.size() == 1);
  CHECK(found.fills == 2);
  CHECK(std::abs(found.strokes[0].points.front().x - 29.5) < 0.1);
}

// Thinned, a dither of error diffusion (Floyd and Steinberg) is one node with thousands of ends.
TEST_CASE("a dithered grey is done with at once", "[paths]") {
  const int size = 1024;
  std::vector<uint32_t> labels;
  std::vector<double> now(size + 2), next(size + 2);
  for (int y = 0; y < size; ++y) {
    for (size_t x = 1; x <= size; ++x) {
      const double grey = now[x] + 0.25 + 0.4 * y / size;
      labels.push_back(grey > 0.5 ? 1 : 0);
      const double error = grey - labels.back();
      now[x + 1] += error * 7 / 16;
      next[x - 1] += error * 3 / 16;
      next[x] += error * 5 / 16;
      next[x + 1] += error / 16;
    }
    now = std::exchange(next, std::vector<double>(size + 2));
  }
  const host::Value map = make_labels(size, size, labels, white_and_black);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_stage("paths.centerline", {}, {&map, nullptr}).error == "");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("any map is traced, the same by any number of threads", "[paths]") {
  std::mt19937 random(7);
  for (const auto& [w, h] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 2}, {37, 23}, {64, 64}}) {
    for (const uint32_t colours : {1U, 2U, 3U}) {
      std::vector<uint32_t> labels;
      for (int i = 0; i < w * h; ++i) labels.push_back(static_cast<uint32_t>(random() % colours));
      const host::Value map = make_labels(w, h, labels, opaque_palette(colours));
      const Result one = run_stage("paths.centerline", {}, {&map, nullptr}, 1);
      const Result four = run_stage("paths.centerline", {}, {&map, nullptr}, 4);
      REQUIRE(one.error == "");
      CHECK(content_of(one.outputs[0]) == content_of(four.outputs[0]));
    }
  }
}

// From a JPEG: beside the line, a stroke with both ends in one point, which once was as wide as 0 /
// 0.
TEST_CASE("a stroke has a length and a width", "[paths]") {
  const std::string ink =
      "..####...########"
      "...#..###########"
      "....#############"
      "..###############"
      "################."
      "#############...."
      "###########......"
      "#########........"
      "######..........."
      "####............."
      "##..............."
      "#................"
      "................."
      ".................";
  const std::vector<uint8_t> grey{
      234, 196, 137, 126, 130, 143, 195, 233, 160, 80,  23,  8,   16,  26,  16,  13,  18,  234, 227,
      184, 156, 167, 176, 137, 46,  7,   21,  23,  21,  17,  10,  11,  19,  23,  232, 235, 234, 207,
      126, 29,  9,   10,  34,  11,  16,  15,  14,  20,  27,  16,  9,   238, 223, 110, 36,  7,   20,
      20,  18,  19,  7,   20,  11,  14,  24,  16,  13,  43,  108, 20,  18,  19,  23,  26,  17,  7,
      18,  41,  15,  26,  19,  15,  65,  155, 210, 12,  28,  21,  1,   17,  26,  4,   11,  26,  4,
      16,  30,  101, 198, 234, 213, 201, 19,  14,  16,  33,  19,  8,   23,  25,  28,  58,  139, 198,
      226, 201, 193, 220, 222, 24,  10,  21,  5,   19,  28,  23,  71,  161, 210, 225, 218, 215, 217,
      214, 208, 210, 1,   31,  22,  19,  9,   63,  175, 221, 215, 224, 208, 207, 205, 207, 214, 218,
      213, 24,  7,   14,  92,  186, 231, 224, 207, 204, 206, 209, 215, 223, 220, 215, 216, 215, 30,
      79,  183, 220, 217, 200, 214, 217, 209, 210, 211, 206, 208, 217, 217, 208, 210, 152, 218, 214,
      214, 214, 214, 214, 214, 213, 212, 213, 213, 214, 214, 214, 214, 213, 227, 210, 214, 214, 214,
      214, 214, 214, 214, 214, 214, 214, 214, 214, 214, 214, 214, 205, 218, 214, 214, 214, 214, 214,
      214, 214, 214, 214, 214, 214, 214, 214, 214, 214};
  std::vector<uint32_t> labels;
  std::vector<uint8_t> rgb;
  for (size_t i = 0; i < grey.size(); ++i) {
    labels.push_back(ink[i] == '#' ? 1 : 0);
    rgb.insert(rgb.end(), 3, grey[i]);
  }
  const host::Value map = make_labels(17, 14, labels, white_and_black);
  const host::Value image = make_image(17, 14, 3, rgb);
  const Drawn found = drawn(run_stage("paths.centerline", {}, {&map, &image}));
  REQUIRE(!found.strokes.empty());
  for (const DrawnStroke& stroke : found.strokes) CHECK(stroke.width > 0);
}

TEST_CASE("what centerline cannot use", "[paths]") {
  const host::Value wrong = make_labels(2, 2, {0, 1, 7, 0}, opaque_palette(2));
  CHECK(run_stage("paths.centerline", {}, {&wrong, nullptr}).error ==
        "labels: pixel (0, 1) has label 7, but the palette has 2 colours");
  const host::Value good = make_labels(2, 2, {0, 1, 1, 0}, opaque_palette(2));
  const host::Value large = make_image(3, 2, 3, std::vector<uint8_t>(18));
  CHECK(run_stage("paths.centerline", {}, {&good, &large}).error ==
        "image: 3 x 2 pixels, but labels has 2 x 2; feed both from the same picture");
}
