// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <cmath>

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct Picture {
  int width, height;
  std::vector<uint8_t> at;

  int operator()(int x, int y) const {
    x = std::clamp(x, 0, width - 1), y = std::clamp(y, 0, height - 1);
    return at[static_cast<size_t>(y * width + x)];
  }
  double magnitude(int x, int y) const {
    const auto& p = *this;
    const int dx = p(x + 1, y - 1) + 2 * p(x + 1, y) + p(x + 1, y + 1) - p(x - 1, y - 1) -
                   2 * p(x - 1, y) - p(x - 1, y + 1);
    const int dy = p(x - 1, y + 1) + 2 * p(x, y + 1) + p(x + 1, y + 1) - p(x - 1, y - 1) -
                   2 * p(x, y - 1) - p(x + 1, y - 1);
    return std::hypot(dx, dy) / 1020;
  }
};

Picture noise(int width, int height, int levels) {
  Picture p{width, height, {}};
  uint32_t state = static_cast<uint32_t>(width * 31 + height + levels);
  for (int i = 0; i < width * height; ++i) {
    state = state * 1664525U + 1013904223U;
    p.at.push_back(static_cast<uint8_t>((state >> 24) % static_cast<uint32_t>(levels) * 255 /
                                        static_cast<uint32_t>(levels)));
  }
  return p;
}

Result run(const Picture& p, std::map<std::string, Setting> with = {}, unsigned threads = 0) {
  const auto image = make_image(p.width, p.height, 1, p.at);
  auto result = run_stage("edges.sobel", with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

}  // namespace

TEST_CASE("edges.sobel is Sobel's operator, and edges are among what is above the level") {
  for (const auto& [width, height] :
       {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 2}, {64, 65}, {131, 70}}) {
    for (const int levels : {2, 5, 255}) {
      const auto p = noise(width, height, levels);
      const auto result = run(p, {{"level", 0.3}});
      const auto strength = image_of<float>(result.outputs[0]);
      const auto edges = image_of<uint8_t>(result.outputs[1]);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const double m = p.magnitude(x, y);
          CAPTURE(width, height, levels, x, y);
          REQUIRE(std::abs(strength.row(y)[x] - std::min(m, 1.0)) < 1e-6);
          if (edges.row(y)[x]) REQUIRE(m > 0.3 - 1e-9);
          // What is larger than all around it is an edge.
          bool largest = m > 0.301;
          for (int v = y - 1; v <= y + 1; ++v) {
            for (int u = x - 1; u <= x + 1; ++u) {
              const bool inside = u >= 0 && v >= 0 && u < width && v < height;
              if (inside && (u != x || v != y) && p.magnitude(u, v) >= m) largest = false;
            }
          }
          if (largest) REQUIRE(edges.row(y)[x] == 255);
        }
      }
    }
  }
}

TEST_CASE("edges.sobel has the edges of edges.canny with one threshold") {
  const auto p = noise(200, 150, 255);
  const auto image = make_image(p.width, p.height, 1, p.at);
  const auto canny = run_stage(
      "edges.canny", {{"low", 408.0}, {"high", 408.0}, {"norm", std::string("l2")}, {"blur", 1.0}},
      {&image});
  REQUIRE(canny.status == PIPELINE_OK);
  const auto sobel = run(p, {{"level", 0.4}, {"blur", 1.0}});
  CHECK(content_of(sobel.outputs[0]) == content_of(canny.outputs[0]));
  CHECK(content_of(sobel.outputs[1]) == content_of(canny.outputs[1]));
}

TEST_CASE("edges.sobel: flat pictures have none, a step has one") {
  Picture p{40, 20, std::vector<uint8_t>(800, 77)};
  const auto flat = run(p, {{"level", 0.0}});
  for (int y = 0; y < 20; ++y) CHECK(image_of<uint8_t>(flat.outputs[1]).row(y)[20] == 0);
  for (size_t i = 0; i < 800; ++i) p.at[i] = i % 40 < 17 ? 0 : 255;
  const auto step = run(p);
  for (int y = 0; y < 20; ++y) {
    const uint8_t* row = image_of<uint8_t>(step.outputs[1]).row(y);
    CHECK(std::count(row, row + 40, 255) == 1);
    CHECK(image_of<float>(step.outputs[0]).row(y)[17] == 1);
  }
}

TEST_CASE("edges.sobel gives the same bytes at any thread count") {
  const auto p = noise(99, 301, 200);
  const auto one = run(p, {}, 1);
  for (const unsigned threads : {2U, 4U}) {
    const auto other = run(p, {}, threads);
    CHECK(content_of(one.outputs[0]) == content_of(other.outputs[0]));
    CHECK(content_of(one.outputs[1]) == content_of(other.outputs[1]));
  }
}
