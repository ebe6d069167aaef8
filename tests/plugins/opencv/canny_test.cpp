// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <cmath>

using namespace pipeline;
using namespace pipeline::test;

namespace {

// Rings, slanted bars and grain, with alpha that fades where there are four channels.
host::Value picture(int width, int height, int channels) {
  uint32_t state = 5;
  std::vector<uint8_t> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      state = state * 1664525U + 1013904223U;
      const double ring = 90 * std::sin(std::hypot(x - width / 3.0, y - height / 2.0) / 5);
      const int bar = (2 * x + y) / 31 % 2 * 60;
      for (int c = 0; c < channels; ++c) {
        const auto grain = static_cast<int>(state >> (8 + c) & 15);
        const int alpha = 255 * y / height;
        samples.push_back(
            static_cast<uint8_t>(c == 3 ? alpha : 90 + c + bar / (c + 1) + grain + ring));
      }
    }
  }
  return make_image(width, height, channels, samples);
}

Result canny(const std::string& id, const host::Value& image,
             const std::map<std::string, Setting>& with, unsigned threads = 0) {
  auto result = run_stage(id, with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

struct Difference {
  int64_t edges = 0, differing = 0, pixels = 0;
  float strength = 0;
};

Difference compare(const Result& a, const Result& b) {
  const auto strength_a = image_of<float>(a.outputs[0]), strength_b = image_of<float>(b.outputs[0]);
  const auto edges_a = image_of<uint8_t>(a.outputs[1]), edges_b = image_of<uint8_t>(b.outputs[1]);
  Difference difference;
  for (int y = 0; y < edges_a.height(); ++y) {
    for (int x = 0; x < edges_a.width(); ++x) {
      ++difference.pixels;
      difference.edges += edges_a.row(y)[x] == 255;
      difference.differing += edges_a.row(y)[x] != edges_b.row(y)[x];
      difference.strength =
          std::max(difference.strength, std::abs(strength_a.row(y)[x] - strength_b.row(y)[x]));
    }
  }
  return difference;
}

}  // namespace

TEST_CASE("opencv.canny without blur finds the edges that edges.canny finds") {
  for (const int channels : {1, 3, 4}) {
    for (const auto& [width, height] : {std::pair{640, 480}, {301, 203}, {3, 2}, {1, 1}}) {
      for (const std::string norm : {"l1", "l2"}) {
        CAPTURE(channels, width, norm);
        const auto image = picture(width, height, channels);
        const std::map<std::string, Setting> with{
            {"blur", 0.0}, {"norm", norm}, {"low", 90.0}, {"high", 210.5}};
        const auto found =
            compare(canny("opencv.canny", image, with), canny("edges.canny", image, with));
        if (width > 3) CHECK(found.edges > found.pixels / 100);
        CHECK(found.differing * 10000 <= found.pixels);
        CHECK(found.strength <= 1e-6F);
      }
    }
  }
}

TEST_CASE("opencv.canny with blur is near to edges.canny, and blur makes edges fewer") {
  const auto image = picture(400, 300, 3);
  const auto blurred = canny("opencv.canny", image, {{"blur", 1.5}});
  const auto found = compare(blurred, canny("edges.canny", image, {{"blur", 1.5}}));
  CHECK(found.edges > 1000);
  CHECK(found.differing * 50 <= found.pixels);  // the two round their Gaussians differently
  CHECK(found.strength <= 0.02F);
  CHECK(compare(canny("opencv.canny", image, {{"blur", 0.0}}), blurred).edges > found.edges);
}

TEST_CASE("opencv.canny gives the same bytes at any thread count") {
  const auto image = picture(700, 500, 3);
  const auto one = canny("opencv.canny", image, {}, 1);
  for (const unsigned threads : {1U, 2U}) {
    const auto again = canny("opencv.canny", image, {}, threads);
    CHECK(content_of(again.outputs[0]) == content_of(one.outputs[0]));
    CHECK(content_of(again.outputs[1]) == content_of(one.outputs[1]));
  }
}

TEST_CASE("opencv.canny refuses a low threshold above the high one") {
  const auto image = picture(9, 9, 1);
  const auto result = run_stage("opencv.canny", {{"low", 120.5}, {"high", 100}}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK_THAT(
      result.error,
      ContainsSubstring("low (120.5) is above high (100); give low at most as large as high"));
}
