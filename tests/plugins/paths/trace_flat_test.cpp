// SPDX-License-Identifier: Apache-2.0
// Drawings with exact blends come back within their noise, in few segments.
#include <random>

#include "flat_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr std::array<int, 4> white{255, 255, 255, 255};
constexpr std::array<int, 3> black{0, 0, 0}, red{214, 40, 40}, blue{30, 90, 200},
    yellow{250, 200, 40};

auto rounded(double x0, double y0, double x1, double y1, double r) {
  return [=](double x, double y) {
    const double dx = std::max({x0 + r - x, x - (x1 - r), 0.0}),
                 dy = std::max({y0 + r - y, y - (y1 - r), 0.0});
    return dx * dx + dy * dy < r * r;
  };
}

auto star(double cx, double cy, double outer, double inner) {
  std::vector<std::array<double, 2>> corners;
  for (int k = 0; k < 10; ++k) {
    const double a = k * 3.14159265358979 / 5 - 1.5, r = k % 2 ? inner : outer;
    corners.push_back({cx + r * std::cos(a), cy + r * std::sin(a)});
  }
  return [=](double x, double y) {
    bool in = false;
    for (size_t k = 0; k < 10; ++k) {
      const auto &p = corners[k], &q = corners[(k + 1) % 10];
      if ((p[1] <= y) != (q[1] <= y) && x < p[0] + (y - p[1]) / (q[1] - p[1]) * (q[0] - p[0])) {
        in = !in;
      }
    }
    return in;
  };
}

auto stroke(double x0, double y0, double x1, double y1, double width) {
  return [=](double x, double y) {
    const double dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy;
    const double t = ((x - x0) * dx + (y - y0) * dy) / square,
                 off = ((x - x0) * dy - (y - y0) * dx) / std::sqrt(square);
    return t > 0 && t < 1 && std::abs(off) < width / 2;
  };
}

void check(const Drawing& drawing, double least_fidelity, int most_nodes) {
  const Traced traced = trace_drawing(drawing);
  const double reached = fidelity(drawing, traced.paths);
  INFO(reached << " dB, " << nodes(traced.paths) << " nodes");
  CHECK(reached >= least_fidelity);
  CHECK(nodes(traced.paths) <= most_nodes);
}

}  // namespace

TEST_CASE("a disc is a circle, and a ring two", "[paths]") {
  Drawing drawing(96, 80, white);
  drawing.add(red, disc(47.3, 40.6, 30.2));
  check(drawing, 48, 0);
  drawing.add({255, 255, 255}, disc(47.3, 40.6, 18.9));
  check(drawing, 45, 0);
}

TEST_CASE("an upright ellipse is one", "[paths]") {
  Drawing drawing(96, 80, white);
  drawing.add(blue, [](double x, double y) {
    const double u = (x - 50.2) / 37.4, v = (y - 39.9) / 21.7;
    return u * u + v * v < 1;
  });
  check(drawing, 47, 0);
}

TEST_CASE("straight sides and round corners", "[paths]") {
  Drawing drawing(96, 80, white);
  drawing.add(blue, rounded(10.3, 12.6, 84.7, 66.2, 14));
  check(drawing, 42, 9);
}

TEST_CASE("a star keeps its corners", "[paths]") {
  Drawing drawing(110, 110, white);
  drawing.add(black, star(55.4, 56.1, 50, 22));
  check(drawing, 38, 12);
}

TEST_CASE("overlapping discs run on beneath one another", "[paths]") {
  Drawing drawing(128, 100, white);
  drawing.add(red, disc(44, 42.5, 30));
  drawing.add(blue, disc(82.5, 44, 29.5));
  drawing.add(yellow, disc(63, 66.4, 24));
  check(drawing, 40, 20);
}

TEST_CASE("a stroke thinner than its own colour needs to show", "[paths]") {
  Drawing drawing(96, 80, white);
  drawing.add(black, stroke(8.5, 12.2, 86.1, 60.7, 1.9));
  check(drawing, 34, 14);
}

TEST_CASE("half circles survive", "[paths]") {
  Drawing drawing(100, 80, white);
  drawing.add(black, rounded(15.5, 24.5, 85.5, 56.5, 16));
  drawing.add({255, 255, 255}, rounded(22.5, 31.5, 78.5, 49.5, 9));
  check(drawing, 42, 10);
}

TEST_CASE("what the canvas cuts off runs on beyond it", "[paths]") {
  Drawing drawing(96, 80, white);
  drawing.add(red, disc(0, 20, 44.5));
  drawing.add(blue, [](double x, double y) { return y > 61.5 + x * 0.05; });
  check(drawing, 42, 12);
}

TEST_CASE("a ground that can be seen through stays open", "[paths]") {
  Drawing drawing(96, 80, {0, 0, 0, 0});
  drawing.add(red, disc(47.3, 40.6, 34.2));
  Drawing holed = drawing;
  for (int y = 0; y < 80; ++y) {
    for (int x = 0; x < 96; ++x) {
      if (disc(47.3, 40.6, 15)(x + 0.5, y + 0.5))
        holed.samples[static_cast<size_t>(4 * (y * 96 + x) + 3)] = 0;
    }
  }
  check(drawing, 45, 0);
  const Traced traced = trace_drawing(holed);
  CHECK(paths_of(traced.paths).count() == 1);
  CHECK(fidelity(holed, traced.paths) >= 25);  // the hole has no blends
}

TEST_CASE("noise of a few steps does not show", "[paths]") {
  Drawing clean(128, 100, white);
  clean.add(red, disc(44, 42.5, 30));
  clean.add(blue, rounded(60, 30, 118, 90, 10));
  Drawing noisy = clean;
  std::mt19937 random(5);
  for (size_t i = 0; i < noisy.samples.size(); ++i) {
    const int v = noisy.samples[i] + static_cast<int>(random() % 3) - 1;
    if (i % 4 < 3) noisy.samples[i] = static_cast<uint8_t>(std::clamp(v, 0, 255));
  }
  const Traced traced = trace_drawing(noisy);
  CHECK(fidelity(clean, traced.paths) >= 41);
  CHECK(nodes(traced.paths) <= 24);
}

TEST_CASE("the same shapes at any number of threads", "[paths]") {
  Drawing drawing(128, 100, white);
  drawing.add(red, disc(44, 42.5, 30));
  drawing.add(blue, star(80, 44, 40, 20));
  drawing.add(yellow, rounded(30, 60, 110, 90, 8));
  const std::string one = content_of(trace_drawing(drawing, 1).paths);
  CHECK(one == content_of(trace_drawing(drawing, 2).paths));
  CHECK(one == content_of(trace_drawing(drawing, 4).paths));
}

TEST_CASE("odd pictures do no harm", "[paths]") {
  std::mt19937 random(3);
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {17, 1}, {2, 2}, {3, 5}, {40, 30}}) {
    for (int kind = 0; kind < 4; ++kind) {
      INFO(width << " x " << height << ", kind " << kind);
      Drawing drawing(width, height, {kind * 60, 10, 200, kind == 1 ? 0 : 255});
      for (size_t i = 0; kind >= 2 && i < drawing.samples.size(); ++i) {
        if (kind == 3 || i % 4 < 3)
          drawing.samples[i] = static_cast<uint8_t>(random() % 2 ? 255 : 0);
      }
      const Traced traced = trace_drawing(drawing);
      CHECK(paths_of(traced.paths).width() == static_cast<float>(width));
      if (kind == 0) CHECK(fidelity(drawing, traced.paths) > 60);
      if (kind == 1) CHECK(paths_of(traced.paths).count() == 0);
    }
  }
}

TEST_CASE("noise stays out of the outlines", "[paths]") {
  Drawing clean(160, 120, white);
  clean.add(blue, rounded(12, 14, 96.4, 100.6, 12));
  clean.add(yellow, disc(100.3, 62.7, 34.2));
  clean.add(black, star(60.2, 56.7, 26, 12));
  const int clean_nodes = nodes(trace_drawing(clean).paths);
  for (const int sigma : {2, 5, 10}) {
    std::mt19937 random(3);
    Drawing noisy = clean;
    for (size_t i = 0; i < noisy.samples.size(); ++i) {
      if (i % 4 == 3) continue;
      double sum = -6;  // normal, of standard deviation 1
      for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 8) / (1 << 24);
      noisy.samples[i] =
          static_cast<uint8_t>(std::clamp(noisy.samples[i] + sigma * sum + 0.5, 0.0, 255.0));
    }
    const Traced traced = trace_drawing(noisy);
    INFO("sigma " << sigma << ": " << fidelity(clean, traced.paths) << " dB, "
                  << nodes(traced.paths) << " nodes, " << clean_nodes << " without noise");
    CHECK(fidelity(clean, traced.paths) >= 41);
    CHECK(nodes(traced.paths) <= 5 * clean_nodes / 4);
  }
}
