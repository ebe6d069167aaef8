// SPDX-License-Identifier: Apache-2.0
// Shapes painted with gradients come back as such, and flat ones stay flat.
#include <random>

#include "flat_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr std::array<int, 4> white{255, 255, 255, 255};

// From a to b along (dx, dy), as far as that vector is long.
auto linear(std::array<double, 3> a, std::array<double, 3> b, double x0, double y0, double dx,
            double dy) {
  return [=](double x, double y) {
    const double t = std::clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    return std::array<double, 3>{a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t,
                                 a[2] + (b[2] - a[2]) * t};
  };
}

auto radial(std::array<double, 3> a, std::array<double, 3> b, double cx, double cy, double r) {
  return [=](double x, double y) {
    const double t = std::min(1.0, std::hypot(x - cx, y - cy) / r);
    return std::array<double, 3>{a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t,
                                 a[2] + (b[2] - a[2]) * t};
  };
}

auto box(double x0, double y0, double x1, double y1) {
  return [=](double x, double y) { return x > x0 && x < x1 && y > y0 && y < y1; };
}

Traced trace(const Drawing& drawing, unsigned threads = 1) {
  return trace_drawing(drawing, threads, {}, {{"gradients", true}});
}

uint32_t gradients(const Traced& traced) { return paths_of(traced.paths).gradient_count(); }

}  // namespace

TEST_CASE("a disc with a linear gradient is one shape with that gradient", "[paths]") {
  Drawing drawing(120, 100, white);
  drawing.shade(linear({20, 60, 200}, {250, 180, 40}, 20, 30, 70, 40), disc(58.3, 49.6, 38.2));
  const Traced traced = trace(drawing);
  const Paths paths = paths_of(traced.paths);
  CHECK(fidelity(drawing, traced.paths) > 50);
  REQUIRE(paths.count() == 2);
  REQUIRE(gradients(traced) == 1);
  const pipeline_gradient& g = paths.gradient_at(0);
  CHECK(g.kind == PIPELINE_GRADIENT_LINEAR);
  CHECK(g.stop_count == 2);
  const double dx = g.geometry[2] - g.geometry[0], dy = g.geometry[3] - g.geometry[1];
  CHECK(std::abs(dx * 40 - dy * 70) / std::hypot(dx, dy) / std::hypot(40, 70) < 0.01);
}

TEST_CASE("a radial gradient is found with its centre, also off the shape's middle", "[paths]") {
  Drawing drawing(110, 100, {18, 30, 60, 255});
  drawing.shade(radial({255, 250, 190}, {220, 60, 20}, 42, 38, 70), box(12.4, 10.3, 92.6, 88.1));
  const Traced traced = trace(drawing);
  const Paths paths = paths_of(traced.paths);
  CHECK(fidelity(drawing, traced.paths) > 48);
  REQUIRE(gradients(traced) == 1);
  const pipeline_gradient& g = paths.gradient_at(0);
  CHECK(g.kind == PIPELINE_GRADIENT_RADIAL);
  CHECK(std::abs(g.geometry[0] - 42) < 0.3F);
  CHECK(std::abs(g.geometry[1] - 38) < 0.3F);
}

TEST_CASE("paper lit unevenly is one shape with a gradient, noise or not", "[paths]") {
  Drawing drawing(320, 240, white);
  drawing.shade(linear({244, 240, 232}, {196, 192, 186}, 0, 0, 0, 240), box(-1, -1, 321, 241));
  drawing.add({40, 40, 46}, disc(160, 120, 40));
  std::mt19937 random(3);
  for (size_t i = 0; i < drawing.samples.size(); ++i) {
    if (i % 4 == 3) continue;  // alpha
    const int noisy = drawing.samples[i] + static_cast<int>(random() % 13) - 6;
    drawing.samples[i] = static_cast<uint8_t>(std::clamp(noisy, 0, 255));
  }
  const Traced traced = trace(drawing);
  CHECK(fidelity(drawing, traced.paths) > 33);  // the noise alone is 36.6 dB
  CHECK(paths_of(traced.paths).count() == 2);
  CHECK(gradients(traced) == 1);
}

TEST_CASE("stops between the ends are found where colours turn", "[paths]") {
  Drawing drawing(140, 60, white);
  const auto first = linear({200, 20, 20}, {240, 220, 30}, 10, 0, 60, 0),
             second = linear({240, 220, 30}, {20, 120, 60}, 70, 0, 60, 0);
  drawing.shade([&](double x, double y) { return x < 70 ? first(x, y) : second(x, y); },
                box(10, 10.5, 130, 49.5));
  const Traced traced = trace(drawing);
  const Paths paths = paths_of(traced.paths);
  CHECK(fidelity(drawing, traced.paths) > 48);
  REQUIRE(gradients(traced) == 1);
  const auto stops = paths.stops(paths.gradient_at(0));
  REQUIRE(stops.size() == 3);
  CHECK(std::abs(stops[1].offset - 0.5F) < 0.01F);
}

TEST_CASE("boundaries between gradients lie where both sides' colours say", "[paths]") {
  Drawing drawing(128, 128, white);
  drawing.shade(linear({10, 30, 90}, {150, 200, 250}, 0, 0, 128, 128), box(-1, -1, 129, 129));
  drawing.shade(linear({250, 220, 60}, {200, 40, 90}, 30, 30, 0, 70), disc(64.4, 66.2, 40.3));
  drawing.add({255, 255, 255}, box(50.5, 40.25, 78.5, 90.75));
  const Traced traced = trace(drawing);
  INFO(fidelity(drawing, traced.paths) << " dB");
  CHECK(fidelity(drawing, traced.paths) > 46);
  CHECK(gradients(traced) == 2);
  CHECK(nodes(traced.paths) <= 8);
}

TEST_CASE("two gradients that cross are two shapes", "[paths]") {
  Drawing drawing(160, 120, white);
  drawing.shade(linear({30, 50, 130}, {180, 210, 250}, 0, 0, 160, 0), box(-1, -1, 161, 121));
  drawing.shade(linear({180, 210, 250}, {30, 50, 130}, 35, 0, 90, 0), disc(80, 60, 42));
  const Traced traced = trace(drawing);
  INFO(fidelity(drawing, traced.paths) << " dB");
  CHECK(fidelity(drawing, traced.paths) > 42);
  CHECK(gradients(traced) == 2);
  CHECK(paths_of(traced.paths).count() == 2);
}

TEST_CASE("with gradients off there are none", "[paths]") {
  Drawing drawing(80, 60, white);
  drawing.shade(linear({20, 60, 200}, {250, 180, 40}, 0, 0, 80, 0), disc(40, 30, 25));
  const Traced traced = trace_drawing(drawing, 1, {{"gradients", false}});
  CHECK(gradients(traced) == 0);
}

TEST_CASE("flat shapes get no gradient", "[paths]") {
  Drawing drawing(96, 96, white);
  drawing.add({214, 40, 40}, disc(40.2, 44.1, 30));
  drawing.add({30, 90, 200}, box(50.3, 50.2, 90.7, 88.1));
  const host::Value off = trace_drawing(drawing).paths, on = trace(drawing).paths;
  CHECK(paths_of(on).gradient_count() == 0);
  CHECK(content_of(on) == content_of(off));
}

TEST_CASE("gradients are the same at any number of threads", "[paths]") {
  Drawing drawing(100, 90, white);
  drawing.shade(radial({255, 250, 190}, {220, 60, 20}, 42, 38, 60), disc(45, 40, 36));
  drawing.shade(linear({10, 30, 90}, {150, 200, 250}, 0, 50, 0, 40), box(20, 50, 95, 85));
  CHECK(content_of(trace(drawing, 1).paths) == content_of(trace(drawing, 4).paths));
}
