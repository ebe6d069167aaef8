// SPDX-License-Identifier: Apache-2.0
// opencv.bilateral against the filter's definition in double.
#include <cmath>

#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;

template <class T>
std::vector<T> bars(int width, int height, int channels) {
  std::vector<T> samples;
  uint32_t state = 3;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        state = state * 1664525U + 1013904223U;
        const double v = 0.2 + 0.5 * ((x + c) / 7 % 2) + 0.1 * (state >> 24) / 255;
        samples.push_back(static_cast<T>(sizeof(T) == 1 ? v * 255 : v));
      }
    }
  }
  return samples;
}

// Weights of colours are of the sum of the channels' differences, as OpenCV has them.
template <class T>
double worst(int width, int height, int channels, double sigma_color, double sigma_space,
             int diameter) {
  const double full = sizeof(T) == 1 ? 255 : 1;
  const auto image = make_image(width, height, channels, bars<T>(width, height, channels));
  const auto result = run_stage(
      "opencv.bilateral",
      {{"sigma_color", sigma_color}, {"sigma_space", sigma_space}, {"diameter", diameter}},
      {&image});
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  const auto from = image_of<T>(image), to = image_of<T>(result.outputs[0]);
  const int radius = std::max(1, diameter / 2);
  double most = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      double sum[3] = {}, weights = 0;
      for (int v = -radius; v <= radius; ++v) {
        for (int u = -radius; u <= radius; ++u) {
          if (std::hypot(u, v) > radius) continue;
          const T* p =
              from.pixel(std::clamp(x + u, 0, width - 1), std::clamp(y + v, 0, height - 1));
          double difference = 0;
          for (int c = 0; c < channels; ++c) {
            difference += std::abs(static_cast<double>(p[c]) - from.pixel(x, y)[c]) / full;
          }
          const double w = std::exp(-(u * u + v * v) / (2 * sigma_space * sigma_space) -
                                    difference * difference / (2 * sigma_color * sigma_color));
          weights += w;
          for (int c = 0; c < channels; ++c) sum[c] += w * p[c];
        }
      }
      for (int c = 0; c < channels; ++c) {
        most = std::max(most, std::abs(to.pixel(x, y)[c] - sum[c] / weights) / full);
      }
    }
  }
  return most;
}

}  // namespace

TEST_CASE("opencv.bilateral is the bilateral filter") {
  for (const int channels : {1, 3}) {
    for (const auto& [width, height] : {std::pair{40, 31}, {1, 1}, {1, 20}, {20, 1}}) {
      CAPTURE(channels, width);
      CHECK(worst<uint8_t>(width, height, channels, 0.1, 2, 7) <= 0.51 / 255);
      CHECK(worst<float>(width, height, channels, 0.1, 2, 7) <= 1e-3);  // a table of weights
    }
  }
}

TEST_CASE("opencv.bilateral keeps edges where colours are far apart, and takes its size itself") {
  const auto image = make_image(40, 30, 3, bars<uint8_t>(40, 30, 3));
  const auto sharp = run_stage("opencv.bilateral", {}, {&image});
  const auto soft = run_stage("opencv.bilateral", {{"sigma_color", 10.0}}, {&image});
  const auto step = [](const Result& result) {
    const auto view = image_of<uint8_t>(result.outputs[0]);
    return std::abs(view.pixel(7, 15)[0] - view.pixel(6, 15)[0]);
  };
  CHECK(step(sharp) > 100);
  CHECK(step(soft) < 60);
  const auto same = run_stage("opencv.bilateral", {{"diameter", 9}}, {&image});
  CHECK(content_of(same.outputs[0]) == content_of(sharp.outputs[0]));  // 3 x 3 px, odd
}

TEST_CASE("opencv.bilateral gives the same bytes at any thread count") {
  const auto image = make_image(300, 200, 3, bars<uint8_t>(300, 200, 3));
  const auto one = run_stage("opencv.bilateral", {}, {&image}, 1);
  CHECK(content_of(run_stage("opencv.bilateral", {}, {&image}, 3).outputs[0]) ==
        content_of(one.outputs[0]));
}

TEST_CASE("opencv.bilateral refuses what OpenCV could not take") {
  for (const float wrong : {NAN, INFINITY, -INFINITY}) {
    auto samples = bars<float>(20, 10, 3);
    samples[3 * 20 * 4 + 1] = wrong;
    const auto image = make_image(20, 10, 3, samples);
    const auto result = run_stage("opencv.bilateral", {}, {&image});
    CHECK(result.status == PIPELINE_BAD_ARGUMENT);
    CHECK_THAT(result.error, ContainsSubstring("row 4 of the image has a sample that is infinite"));
  }
  const auto rgba = make_image(2, 2, 4, std::vector<uint8_t>(16));
  CHECK(run_stage("opencv.bilateral", {}, {&rgba}).status == PIPELINE_BAD_ARGUMENT);
}
