// SPDX-License-Identifier: Apache-2.0
// Two pictures in, a number out.
#pragma once

#include <cmath>
#include <string>

#include "support/catch.hpp"
#include "support/stage.hpp"

namespace pipeline::test {

using With = std::map<std::string, Setting>;

inline Result run_metric(const std::string& id, const host::Value& reference,
                         const host::Value& test, const With& with = {}, unsigned threads = 0) {
  return run_stage(id, with, {&reference, &test}, threads);
}

inline double measured(const std::string& id, const host::Value& reference, const host::Value& test,
                       const With& with = {}, unsigned threads = 0) {
  const Result result = run_metric(id, reference, test, with, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result.outputs[0].number().value();
}

inline bool near(double a, double b, double tolerance = 1e-12) {
  return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

// 0..1, the same for the same arguments everywhere.
inline double grain(int x, int y, int c, uint32_t seed) {
  uint32_t state = seed + static_cast<uint32_t>(x) * 73856093U +
                   static_cast<uint32_t>(y) * 19349663U + static_cast<uint32_t>(c) * 83492791U;
  for (int i = 0; i < 3; ++i) state = state * 1664525U + 1013904223U;
  return (state >> 8) / 16777216.0;
}

// Slopes, bars and grain; `noise` is the share of the grain.
template <class T>
std::vector<T> scene(int width, int height, int channels, uint32_t seed, double noise) {
  const double full = sizeof(T) == 1 ? 255 : sizeof(T) == 2 ? 65535 : 1;
  std::vector<T> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const double calm = 0.3 * x / width + 0.2 * ((x + 2 * y + c) / 9 % 2) + 0.2 * y / height;
        const double v = (calm * (1 - noise) + grain(x, y, c, seed) * noise) * full;
        samples.push_back(static_cast<T>(std::is_floating_point_v<T> ? v : std::floor(v)));
      }
    }
  }
  return samples;
}

template <class T>
host::Value picture(int width, int height, int channels, uint32_t seed, double noise) {
  return make_image(width, height, channels, scene<T>(width, height, channels, seed, noise));
}

// What both metrics refuse alike.
inline void check_refusals(const std::string& id) {
  const auto refused = [&](const host::Value& reference, const host::Value& test) {
    const Result result = run_metric(id, reference, test);
    CHECK(result.status == PIPELINE_BAD_ARGUMENT);
    return result.error;
  };
  const auto small = picture<uint8_t>(20, 11, 3, 1, 0.5), large = picture<uint8_t>(40, 22, 3, 1, 0);
  CHECK(refused(small, large) ==
        "test is 40 x 22 pixels and reference 20 x 11: put a stage before that brings test to that "
        "size, as { uses: image.resize, with: { width: 20, height: 11 } }");
  const auto odd = make_image(20, 11, 2, scene<uint8_t>(20, 11, 2, 1, 0.5), PIPELINE_COLOUR_GREY,
                              PIPELINE_ALPHA_NONE);
  CHECK(refused(small, odd) ==
        "test has 2 channels that are not alpha, which make no colours; 1 or 3 do");
  for (const float wrong : {NAN, INFINITY}) {
    auto samples = scene<float>(20, 11, 3, 1, 0.5);
    samples[100] = wrong;
    CHECK_THAT(refused(picture<float>(20, 11, 3, 1, 0.5), make_image(20, 11, 3, samples)),
               ContainsSubstring("infinite or not a number"));
  }
}

}  // namespace pipeline::test
