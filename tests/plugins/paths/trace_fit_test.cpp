// SPDX-License-Identifier: Apache-2.0
// Modes polygon and smooth: close to the map, closed, complete, and the same however they are run.
#include <cmath>

#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

const std::array<std::string, 2> fitted_modes{"polygon", "smooth"};

// Soft random blobs.
Map blobs(int width, int height, uint32_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> unit(0, 1);
  struct Site {
    double x, y, r;
  };
  std::vector<Site> sites;
  for (int i = 0; i < 14; ++i)
    sites.push_back({unit(random) * width, unit(random) * height, 3 + 9 * unit(random)});
  return make_map(width, height, [&](int x, int y) {
    uint32_t label = 0;
    for (size_t i = 0; i < sites.size(); ++i) {
      if (std::hypot(x - sites[i].x, y - sites[i].y) < sites[i].r) label = static_cast<uint32_t>(i);
    }
    return label % count;
  });
}

// All pixels within `reach` of (x, y) have its label.
bool plain(const Map& map, int x, int y, int reach) {
  for (int v = std::max(0, y - reach); v <= std::min(map.height - 1, y + reach); ++v) {
    for (int u = std::max(0, x - reach); u <= std::min(map.width - 1, x + reach); ++u) {
      if (map.at(u, v) != map.at(x, y)) return false;
    }
  }
  return true;
}

bool near_label(const Map& map, int x, int y, uint32_t label, int reach) {
  for (int v = std::max(0, y - reach); v <= std::min(map.height - 1, y + reach); ++v) {
    for (int u = std::max(0, x - reach); u <= std::min(map.width - 1, x + reach); ++u) {
      if (map.at(u, v) == label) return true;
    }
  }
  return false;
}

double area_of(const Map& drawn, uint32_t label) {
  return static_cast<double>(std::count(drawn.labels.begin(), drawn.labels.end(), label));
}

// The signed area that an outline encloses.
double outline_area(const std::vector<Stretch>& outline) {
  double twice = 0;
  for (const Stretch& s : outline) twice += s.x0 * s.y1 - s.x1 * s.y0;
  return twice / 2;
}

}  // namespace

TEST_CASE("away from boundaries every pixel keeps its label, and none is left bare", "[paths]") {
  for (const std::string& mode : fitted_modes) {
    for (unsigned seed = 0; seed < 12; ++seed) {
      INFO(mode << ", seed " << seed);
      const Map map = blobs(48, 40, 5, seed);
      const host::Value value = trace(map, opaque_palette(5), {{"mode", mode}, {"min_area", 1}});
      const Map drawn = draw(value);
      size_t wrong = 0, bare = 0, off = 0;
      for (int y = 0; y < map.height; ++y) {
        for (int x = 0; x < map.width; ++x) {
          const bool same = drawn.at(x, y) == map.at(x, y);
          bare += drawn.at(x, y) == PIPELINE_NONE;
          wrong += !same && plain(map, x, y, 1);
          off += !same;
        }
      }
      CHECK(bare == 0);
      CHECK(wrong == 0);
      CHECK(off < map.labels.size() / 20);
      CHECK(all_closed(paths_of(value)));
    }
  }
}

TEST_CASE("no gap opens between neighbours with nothing painted below", "[paths]") {
  auto palette = opaque_palette(5);
  palette[0].a = 0;  // so that no shape is the whole canvas
  for (const std::string& mode : fitted_modes) {
    for (unsigned seed = 20; seed < 32; ++seed) {
      INFO(mode << ", seed " << seed);
      const Map map = blobs(48, 40, 5, seed);
      const host::Value value = trace(map, palette, {{"mode", mode}, {"min_area", 1}});
      const Paths paths = paths_of(value);
      std::vector<std::vector<Stretch>> outlines;
      for (uint32_t i = 0; i < paths.count(); ++i) outlines.push_back(flatten(paths, i));
      size_t gaps = 0, over_nothing = 0;
      for (int y = 0; y < map.height; ++y) {
        for (int x = 0; x < map.width; ++x) {
          const bool nothing = map.at(x, y) == 0;
          const bool clear = nothing ? plain(map, x, y, 1) : !near_label(map, x, y, 0, 2);
          if (!clear) continue;
          for (const double v : {0.13, 0.38, 0.63, 0.88}) {
            for (const double u : {0.13, 0.38, 0.63, 0.88}) {
              const bool covered = std::any_of(
                  outlines.begin(), outlines.end(),
                  [&](const auto& o) { return inside(o, PIPELINE_NONZERO, x + u, y + v); });
              gaps += !nothing && !covered;
              over_nothing += nothing && covered;
            }
          }
        }
      }
      CHECK(gaps == 0);
      CHECK(over_nothing == 0);
    }
  }
}

TEST_CASE("noise is covered too", "[paths]") {
  std::mt19937 random(11);
  for (const std::string& mode : fitted_modes) {
    for (int k = 0; k < 10; ++k) {
      const Map map = make_map(23, 19, [&](int, int) { return random() % 3; });
      const host::Value value = trace(map, opaque_palette(3), {{"mode", mode}, {"min_area", 1}});
      const Map drawn = draw(value);
      CHECK(std::count(drawn.labels.begin(), drawn.labels.end(), PIPELINE_NONE) == 0);
      CHECK(all_closed(paths_of(value)));
    }
  }
}

TEST_CASE("discs keep their area and become a few curves", "[paths]") {
  for (const double radius : {6.0, 9.5, 15.0, 22.0}) {
    INFO("radius " << radius);
    const Map map = make_map(50, 50, [&](int x, int y) {
      return std::hypot(x + 0.5 - 25, y + 0.5 - 25) < radius ? 1 : 0;
    });
    const host::Value value = trace(map, opaque_palette(2), {});
    const Paths paths = paths_of(value);
    REQUIRE(paths.count() == 2);
    const double circle = 3.14159265 * radius * radius;
    CHECK(std::abs(outline_area(flatten(paths, 1)) - circle) < 0.3 * 6.2832 * radius);
    CHECK(paths.verbs(1).size() <= 10);
    for (const Stretch& s : flatten(paths, 1)) {
      CHECK(std::abs(std::hypot(s.x0 - 25, s.y0 - 25) - radius) < 1.0);
    }
  }
}

TEST_CASE("corners of a rectangle stay where they are", "[paths]") {
  const Map map =
      make_map(30, 30, [](int x, int y) { return x >= 5 && x < 22 && y >= 8 && y < 19 ? 1 : 0; });
  for (const std::string& mode : fitted_modes) {
    const host::Value value = trace(map, opaque_palette(2), {{"mode", mode}});
    CHECK(draw(value).labels == map.labels);
    const Paths paths = paths_of(value);
    REQUIRE(paths.count() == 2);
    const std::vector<float> coords(paths.coords(1).begin(), paths.coords(1).end());
    CHECK(coords == std::vector<float>{5, 8, 22, 8, 22, 19, 5, 19, 5, 8});
  }
}

TEST_CASE("slanted lines become straight", "[paths]") {
  const Map map = make_map(60, 40, [](int x, int y) { return 3 * y > x + 20 ? 1 : 0; });
  const host::Value value = trace(map, opaque_palette(2), {});
  const Paths paths = paths_of(value);
  REQUIRE(paths.count() == 2);
  CHECK(paths.verbs(1).size() <= 7);
  CHECK(std::abs(area_of(draw(value), 1) - area_of(map, 1)) < 10);
}

TEST_CASE("a looser tolerance takes fewer nodes", "[paths]") {
  const Map map = blobs(90, 90, 6, 4);
  for (const std::string& mode : fitted_modes) {
    size_t before = SIZE_MAX;
    for (const double tolerance : {0.3, 1.0, 3.0}) {
      const host::Value value =
          trace(map, opaque_palette(6), {{"mode", mode}, {"tolerance", tolerance}});
      const size_t verbs = paths_of(value).raw().verb_begin[paths_of(value).count()];
      CHECK(verbs < before);
      before = verbs;
    }
  }
}

TEST_CASE("the picture's blends place a boundary within half a pixel", "[paths]") {
  // Right of x = 10.25 is white: column 10 is a quarter black.
  const int size = 20;
  const Map map = make_map(size, size, [](int x, int) { return x >= 10; });
  std::vector<uint8_t> samples;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x)
      samples.insert(samples.end(), 3, x < 10 ? 0 : x > 10 ? 255 : 170);
  }
  const host::Value image = make_image(size, size, 3, samples);
  const std::vector<Colour> palette{Colour::from_u8(0, 0, 0), Colour::from_u8(255, 255, 255)};
  // 0 at 9.5 and 2/3 at 10.5: a half is passed at 10.25.
  const host::Value value =
      trace(map, palette, {{"tolerance", 0.05}, {"stacked", false}}, {nullptr, &image});
  const Paths paths = paths_of(value);
  REQUIRE(paths.count() == 2);
  size_t near = 0;
  for (const Stretch& s : flatten(paths, 0)) near += std::abs(s.x0 - 10.25) < 0.01;
  CHECK(near >= 2);
}

TEST_CASE("the same bytes at any thread count", "[paths]") {
  const Map map = make_map(200, 150, [](int x, int y) {
    return static_cast<int>(4 + 4 * std::sin(x * 0.31) * std::cos(y * 0.23 + x * 0.05)) +
           (x * 7 + y * 13) % 5 / 4;
  });
  const auto palette = opaque_palette(10);
  const std::string one = content_of(run_trace(map, palette, {}, {}, 1).outputs[0]);
  CHECK(one == content_of(run_trace(map, palette, {}, {}, 2).outputs[0]));
  CHECK(one == content_of(run_trace(map, palette, {}, {}, 5).outputs[0]));
}
