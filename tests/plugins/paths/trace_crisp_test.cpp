// SPDX-License-Identifier: Apache-2.0
// Small shapes: without blends they are exact, and discs are circles.
#include "flat_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr std::array<int, 4> white{255, 255, 255, 255};
constexpr std::array<int, 3> ink{40, 40, 60}, red{200, 30, 40}, blue{0, 90, 200};

auto box(int x0, int y0, int x1, int y1) {
  return [=](double x, double y) { return x > x0 && x < x1 && y > y0 && y < y1; };
}

int count_verbs(const Paths& paths, uint32_t i, uint8_t verb) {
  const auto verbs = paths.verbs(i);
  return static_cast<int>(std::count(verbs.begin(), verbs.end(), verb));
}

// Corners of a path of lines, closed.
int corners(const Paths& paths, uint32_t i) {
  CHECK(count_verbs(paths, i, PIPELINE_CUBIC) == 0);
  CHECK(count_verbs(paths, i, PIPELINE_ARC) == 0);
  CHECK(count_verbs(paths, i, PIPELINE_ELLIPSE) == 0);
  return count_verbs(paths, i, PIPELINE_MOVE) + count_verbs(paths, i, PIPELINE_LINE);
}

bool on_grid(const Paths& paths, uint32_t i) {
  const auto coords = paths.coords(i);
  return std::all_of(coords.begin(), coords.end(), [](float c) { return c == std::floor(c); });
}

}  // namespace

TEST_CASE("a square without blends has four corners and is exact", "[paths]") {
  for (int size = 2; size <= 20; ++size) {
    Drawing drawing(64, 64, white);
    drawing.add(ink, box(20, 21, 20 + size, 21 + size));
    const Traced traced = trace_drawing(drawing);
    const Paths paths = paths_of(traced.paths);
    INFO(size << " px");
    REQUIRE(paths.count() == 2);
    CHECK(corners(paths, 1) == 4);
    CHECK(on_grid(paths, 1));
    CHECK(fidelity(drawing, traced.paths) > 90);
  }
}

TEST_CASE("rectangles of any size beside one another are exact", "[paths]") {
  Drawing drawing(200, 100, white);
  drawing.add(red, box(10, 10, 150, 60));
  drawing.add(ink, box(160, 10, 163, 13));
  drawing.add(blue, box(160, 30, 164, 34));
  drawing.add(ink, box(100, 40, 107, 47));
  drawing.add(blue, box(107, 47, 116, 56));
  drawing.add(ink, box(20, 80, 180, 81));
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 90);
}

TEST_CASE("a code of square modules is exact", "[paths]") {
  constexpr int module = 7, across = 21;
  Drawing drawing((across + 8) * module, (across + 8) * module, white);
  const auto dark = [](double x, double y) {
    const int u = static_cast<int>(std::floor(x / module)) - 4,
              v = static_cast<int>(std::floor(y / module)) - 4;
    if (u < 0 || v < 0 || u >= across || v >= across) return false;
    return (u * u + 3 * v * u + 5 * v + (u ^ v)) % 7 < 3;
  };
  drawing.add(ink, dark);
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 90);
}

TEST_CASE("a curve without blends is not drawn step by step", "[paths]") {
  Drawing drawing(200, 200, white);
  drawing.add(ink, [](double x, double y) {
    return std::hypot(std::floor(x) + 0.5 - 100, std::floor(y) + 0.5 - 100) < 60;
  });
  CHECK(nodes(trace_drawing(drawing).paths) < 110);  // 340 steps
}

TEST_CASE("a small disc is a circle", "[paths]") {
  for (const double r : {2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0}) {
    for (const auto& [x, y] : {std::pair(40.0, 24.0), std::pair(40.3, 24.6)}) {
      Drawing drawing(64, 48, white);
      drawing.add(ink, box(4, 4, 22, 16));
      drawing.add(ink, disc(x, y, r));
      const Traced traced = trace_drawing(drawing);
      const Paths paths = paths_of(traced.paths);
      INFO("radius " << r << " at " << x);
      int circles = 0;
      for (uint32_t i = 0; i < paths.count(); ++i) {
        circles += count_verbs(paths, i, PIPELINE_ELLIPSE);
        if (count_verbs(paths, i, PIPELINE_ELLIPSE) == 0) continue;
        const auto c = paths.coords(i);
        CHECK(std::abs(c[0] - x) < 0.03);
        CHECK(std::abs(c[1] - y) < 0.03);
        CHECK(std::abs(c[2] - r) < 0.03);
        CHECK(std::abs(c[3] - r) < 0.03);
      }
      CHECK(circles == 1);
    }
  }
}

TEST_CASE("a sprite keeps its pixels", "[paths]") {
  const std::array<const char*, 8> rows{"..####..", ".#rrrr#.", "#r.rr.r#", "#r#rr#r#",
                                        "#rrrrrr#", "#r#bb#r#", ".#rrrr#.", "..####.."};
  Drawing drawing(8, 8, white);
  const auto at = [&](char what) {
    return [&rows, what](double x, double y) {
      return rows[static_cast<size_t>(y)][static_cast<size_t>(x)] == what;
    };
  };
  drawing.add(ink, at('#'));
  drawing.add(red, at('r'));
  drawing.add(blue, at('b'));
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 90);
}
