// SPDX-License-Identifier: Apache-2.0
// Strokes of a pixel and less keep their width, and print its letters.
#include "flat_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr std::array<int, 4> white{255, 255, 255, 255};
constexpr std::array<int, 3> ink{40, 40, 60};

struct Segment {
  double x0, y0, x1, y1;
};

auto strokes(std::vector<Segment> segments, double width) {
  return [=](double x, double y) {
    return std::any_of(segments.begin(), segments.end(), [&](const Segment& s) {
      const double dx = s.x1 - s.x0, dy = s.y1 - s.y0, square = dx * dx + dy * dy;
      const double t = ((x - s.x0) * dx + (y - s.y0) * dy) / square,
                   off = ((x - s.x0) * dy - (y - s.y0) * dx) / std::sqrt(square);
      return t > 0 && t < 1 && std::abs(off) < width / 2;
    });
  };
}

// E, A and an i of thin strokes, on no grid of pixels.
std::vector<Segment> letters(double x, double y) {
  std::vector<Segment> segments;
  for (const Segment& s : {Segment{0.6, 0, 0.6, 9},
                           {0, 0.5, 5, 0.5},
                           {0, 4.6, 4, 4.6},
                           {0, 8.5, 5, 8.5},
                           {7, 9, 10, 0},
                           {10, 0, 13, 9},
                           {8.2, 6, 11.8, 6},
                           {16.4, 3, 16.4, 9},
                           {16.4, 0.4, 16.4, 1.6}}) {
    segments.push_back({x + s.x0, y + s.y0, x + s.x1, y + s.y1});
  }
  return segments;
}

auto ring(double cx, double cy, double r, double width) {
  return [=](double x, double y) { return std::abs(std::hypot(x - cx, y - cy) - r) < width / 2; };
}

// A block shows what the ink is.
Drawing page(std::array<int, 4> ground = white) {
  Drawing drawing(72, 40, ground);
  drawing.add(ink, strokes({{50, 20, 68, 20}}, 12));
  return drawing;
}

// Square pixels that shapes of about a colour cover.
double area_of(const host::Value& value, std::array<int, 3> colour) {
  const Paths paths = paths_of(value);
  double sum = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto c = paths.fill(i).to_u8();
    bool same = true;
    for (size_t k = 0; k < 3; ++k) same = same && std::abs(c[k] - colour[k]) < 12;
    if (!same) continue;
    for (const double part : coverage(paths, i)) sum += part;
  }
  return sum;
}

double area(const host::Value& value) {
  const Paths paths = paths_of(value);
  double sum = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto c = paths.fill(i).to_u8();
    if (c[0] > 60) continue;
    for (const double part : coverage(paths, i)) sum += part;
  }
  return sum;
}

}  // namespace

TEST_CASE("a line of less than a pixel keeps its width", "[paths]") {
  for (const double width : {0.4, 0.7, 1.0, 1.5, 2.2}) {
    for (const double slant : {1.7, 3.0, 14.0}) {
      INFO(width << " px, slanted by " << slant);
      Drawing drawing = page();
      drawing.add(ink, strokes({{20.3, 5, 20.3 + slant, 35}}, width));
      const Traced traced = trace_drawing(drawing);
      CHECK(fidelity(drawing, traced.paths) > 38);
      const double wanted = 18 * 12 + std::hypot(30, slant) * width;
      CHECK(std::abs(area(traced.paths) - wanted) < 2);
    }
  }
}

TEST_CASE("an upright line covers what it did, wherever it lies", "[paths]") {
  for (const double width : {0.4, 0.7, 1.0, 1.5, 2.2}) {
    for (const double x : {20.5, 21.0, 20.3}) {
      INFO(width << " px at " << x);
      Drawing drawing = page();
      drawing.add(ink, strokes({{x, 5, x, 35}}, width));
      CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 41);
    }
  }
}

TEST_CASE("letters of thin strokes come back", "[paths]") {
  for (const double shift : {0.0, 0.3, 0.5}) {
    for (const double width : {0.8, 1.0, 1.4}) {
      INFO(width << " px, shifted by " << shift);
      Drawing drawing = page();
      drawing.add(ink, strokes(letters(8 + shift, 6 + shift / 2), width));
      drawing.add(ink, ring(34 + shift, 28, 4.2, width));
      const Traced traced = trace_drawing(drawing);
      const double reached = fidelity(drawing, traced.paths);
      INFO(reached << " dB, " << nodes(traced.paths) << " nodes");
      CHECK(reached > 33);
      CHECK(nodes(traced.paths) < 110);
    }
  }
}

TEST_CASE("thin strokes on a ground that can be seen through", "[paths]") {
  Drawing drawing = page({0, 0, 0, 0});
  drawing.add(ink, strokes(letters(8.3, 6.2), 1));
  drawing.add(ink, ring(34, 28, 4.2, 1));
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 33);
}

TEST_CASE("a dot of one pixel stays, unless min_area asks for more", "[paths]") {
  Drawing drawing = page();
  drawing.add(ink, strokes({{20, 12, 20, 13}, {26, 12, 26, 14}}, 1));
  const double all = area(trace_drawing(drawing).paths);
  CHECK(std::abs(all - 18 * 12 - 3) < 0.3);
  const double without = area(trace_drawing(drawing, 1, {{"min_area", 20}}).paths);
  CHECK(std::abs(without - 18 * 12) < 0.3);
}

TEST_CASE("dots of one pixel everywhere are noise", "[paths]") {
  Drawing drawing = page();
  std::vector<Segment> dots;
  for (int i = 0; i < 40; ++i) {
    const int x = 3 + 7 * i % 67, y = 2 + 3 * i % 10;
    dots.push_back({x + 0.5, y + 0.0, x + 0.5, y + 1.0});
  }
  drawing.add(ink, strokes(dots, 1));
  CHECK(std::abs(area(trace_drawing(drawing).paths) - 18 * 12) < 0.3);
}

TEST_CASE("the same thin shapes at any number of threads", "[paths]") {
  Drawing drawing = page();
  drawing.add(ink, strokes(letters(8.3, 6.2), 1));
  drawing.add(ink, ring(34, 28, 4.2, 1));
  const std::string one = content_of(trace_drawing(drawing, 1).paths);
  CHECK(one == content_of(trace_drawing(drawing, 2).paths));
  CHECK(one == content_of(trace_drawing(drawing, 4).paths));
}

TEST_CASE("thin strokes that the canvas cuts off", "[paths]") {
  Drawing drawing = page();
  drawing.add(ink, strokes({{-2, 5.5, 30, 5.5}, {12.5, -3, 12.5, 60}, {0, 0.5, 72, 0.5}}, 1));
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 33);
}

namespace {

constexpr std::array<int, 3> grey{200, 200, 205}, blue{30, 90, 200}, red{200, 40, 40},
    sand{250, 225, 180}, mint{200, 235, 215};

auto box(double x0, double y0, double x1, double y1) {
  return [=](double x, double y) { return x > x0 && x < x1 && y > y0 && y < y1; };
}

auto rounded(double x0, double y0, double x1, double y1, double r) {
  return [=](double x, double y) {
    const double dx = std::max({x0 + r - x, x - x1 + r, 0.0}),
                 dy = std::max({y0 + r - y, y - y1 + r, 0.0});
    return x > x0 && x < x1 && y > y0 && y < y1 && std::hypot(dx, dy) < r;
  };
}

}  // namespace

TEST_CASE("a thin stroke over lines of another colour interrupts none of them", "[paths]") {
  for (const double width : {1.0, 1.5, 2.0}) {
    for (const double slant : {18.3, 44.0}) {
      INFO(width << " px, slanted by " << slant);
      Drawing drawing(80, 60, white);
      std::vector<Segment> lines;
      for (int i = 0; i < 5; ++i) lines.push_back({0, 8.5 + 11 * i, 80, 8.5 + 11 * i});
      drawing.add(grey, strokes(lines, 1));
      drawing.add(blue, box(66, 12, 76, 17));
      drawing.add(blue, strokes({{12.2, 2, 12.2 + slant, 58}}, width));
      const Traced traced = trace_drawing(drawing);
      CHECK(fidelity(drawing, traced.paths) > 38);
      // Whole beneath it, five lines of the canvas's width.
      CHECK(std::abs(area_of(traced.paths, grey) - 5 * 80) < 4);
      CHECK(std::abs(area_of(traced.paths, blue) - std::hypot(slant, 56) * width - 50) < 4);
    }
  }
}

TEST_CASE("lines that cross lines of their own colour", "[paths]") {
  Drawing drawing(80, 60, white);
  std::vector<Segment> lines;
  for (int i = 0; i < 4; ++i) {
    lines.push_back({0, 8.3 + 14 * i, 80, 8.3 + 14 * i});
    lines.push_back({9.6 + 20 * i, 0, 9.6 + 20 * i, 60});
  }
  drawing.add(ink, strokes(lines, 1.4));
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 38);
}

TEST_CASE("a thin stroke passes over areas of several colours", "[paths]") {
  Drawing drawing(90, 60, white);
  drawing.add(sand, box(30, 0, 60, 60));
  drawing.add(mint, box(60, 0, 90, 60));
  drawing.add(red, strokes({{4, 10.2, 86, 47.7}, {4, 40.5, 86, 40.5}}, 1.2));
  const Traced traced = trace_drawing(drawing);
  CHECK(fidelity(drawing, traced.paths) > 40);
  const double crossing = 1.2 * 1.2 / std::sin(std::atan2(37.5, 82));
  CHECK(std::abs(area_of(traced.paths, red) - 1.2 * (std::hypot(82, 37.5) + 82) + crossing) < 6);
}

TEST_CASE("a border of a pixel between two grounds", "[paths]") {
  for (const double width : {1.0, 1.3}) {
    for (const double shift : {0.0, 0.4}) {
      INFO(width << " px, shifted by " << shift);
      Drawing drawing(70, 50, {225, 230, 240, 255});
      drawing.add({110, 115, 120}, rounded(10 + shift, 8, 60 + shift, 42, 7));
      drawing.add({255, 255, 255}, rounded(10 + shift + width, 8 + width, 60 + shift - width,
                                           42 - width, 7 - width));
      CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 36);
    }
  }
}

TEST_CASE("a thin stroke along the boundary of two areas", "[paths]") {
  const auto above = [](double x, double y) { return y < 30 + 8 * std::sin(x / 14); };
  Drawing drawing(90, 60, {250, 225, 180, 255});
  drawing.add(mint, above);
  drawing.add(red, [&](double x, double y) {
    const double slope = 8 / 14.0 * std::cos(x / 14);
    return std::abs(y - 30 - 8 * std::sin(x / 14)) < 0.6 * std::sqrt(1 + slope * slope);
  });
  CHECK(fidelity(drawing, trace_drawing(drawing).paths) > 36);
}

TEST_CASE("the same crossing strokes at any number of threads", "[paths]") {
  Drawing drawing(90, 60, white);
  drawing.add(sand, box(30, 0, 90, 60));
  drawing.add(grey, strokes({{0, 20.5, 90, 20.5}, {50.3, 0, 50.3, 60}}, 1));
  drawing.add(blue, strokes({{4, 10.2, 86, 47.7}}, 1.5));
  drawing.add(red, strokes({{4, 40.5, 86, 5.5}}, 1.2));
  const std::string one = content_of(trace_drawing(drawing, 1).paths);
  CHECK(one == content_of(trace_drawing(drawing, 4).paths));
}

TEST_CASE("a blend of two grounds is no stroke", "[paths]") {
  // A grey of the palette is nearly what the blurred border shows.
  Drawing drawing(80, 60, white);
  drawing.add({0, 0, 0}, [](double x, double y) { return y > 30 + x / 20; });
  drawing.add({128, 128, 128}, box(60, 5, 74, 15));
  const Traced traced = trace_drawing(drawing);
  CHECK(fidelity(drawing, traced.paths) > 40);
  CHECK(std::abs(area_of(traced.paths, {128, 128, 128}) - 140) < 6);
}
