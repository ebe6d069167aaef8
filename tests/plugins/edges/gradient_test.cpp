// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "plugins/edges/common/vectorized.hpp"
#include "plugins/edges/gradient/bank.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;
using Paint = std::function<uint8_t(int x, int y, int c)>;

host::Value picture(int width, int height, int channels, const Paint& paint) {
  std::vector<uint8_t> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) samples.push_back(paint(x, y, c));
    }
  }
  return make_image(width, height, channels, samples);
}

uint8_t grain(int x, int y, int c) {
  uint32_t v = static_cast<uint32_t>(x * 7919 + y * 104729 + c * 1299709 + 1);
  for (int i = 0; i < 3; ++i) v = v * 1664525U + 1013904223U;
  return static_cast<uint8_t>(v >> 24);
}

Result run(const host::Value& image, const With& with = {}, unsigned threads = 0) {
  auto result = run_stage("edges.gradient", with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

float strength_at(const Result& result, int x, int y) {
  return image_of<float>(result.outputs[0]).row(y)[x];
}

// Columns of row y that are edges.
std::vector<int> edges_in_row(const Result& result, int y) {
  const auto image = image_of<uint8_t>(result.outputs[1]);
  std::vector<int> found;
  for (int x = 0; x < image.width(); ++x) {
    if (image.row(y)[x] == 255) found.push_back(x);
  }
  return found;
}

}  // namespace

TEST_CASE("a bank's response is a difference across a line, weighted by a Gaussian along it") {
  constexpr double sigma = 1.5, elongation = 2;
  const edge::Bank bank(sigma, elongation);
  edge::FloatPlane plane(40, 37, bank.margin());
  const auto value = [](double x, double y) {
    return std::sin(0.3 * x) * std::cos(0.25 * y + 0.1 * x);
  };
  for (int y = -bank.margin(); y < 37 + bank.margin(); ++y) {
    for (int x = -bank.margin(); x < 40 + bank.margin(); ++x)
      plane.row(y)[x] = static_cast<float>(value(x, y));
  }
  edge::Responses responses;
  bank.respond({plane}, 13, 19, responses);
  const double along = sigma * std::sqrt(elongation * elongation - 1);
  for (size_t i = 0; i < edge::directions; ++i) {
    const double angle = std::numbers::pi / 6 * static_cast<double>(i);
    const double c = std::cos(angle), s = std::sin(angle);
    for (int y = 13; y < 19; ++y) {
      for (int x = 12; x < 28; ++x) {
        double sum = 0, weights = 0;
        for (double t = -2.5 * along; t <= 2.5 * along; t += 0.05) {
          const double u = x - s * t, v = y + c * t, w = std::exp(-0.5 * t * t / along / along);
          sum += w * ((value(u + 1, v) - value(u - 1, v)) / 2 * c +
                      (value(u, v + 1) - value(u, v - 1)) / 2 * s);
          weights += w;
        }
        const double expected = std::abs(sum / weights) * sigma * std::sqrt(2 * std::numbers::pi);
        CAPTURE(i, x, y);
        REQUIRE(std::abs(responses[i][static_cast<size_t>((y - 13) * 40 + x)] - expected) < 0.02);
      }
    }
  }
}

TEST_CASE("edges.gradient: a step has the strength of its height and one thin edge") {
  const auto step = [](uint8_t low, uint8_t high, int channels) {
    return picture(64, 48, channels, [=](int x, int, int) { return x < 30 ? low : high; });
  };
  const auto full = run(step(0, 255, 1), {{"texture", 0.0}});
  CHECK(strength_at(full, 29, 24) > 0.9F);
  CHECK(strength_at(full, 3, 24) < 0.01F);
  // L* of 119 is 50.
  const auto half = run(step(0, 119, 1), {{"texture", 0.0}});
  CHECK(std::abs(strength_at(half, 29, 24) / strength_at(full, 29, 24) - 0.5F) < 0.02F);
  for (const int channels : {1, 3}) {
    const auto result = run(step(60, 190, channels));
    for (int y = 0; y < 48; ++y) {
      const auto found = edges_in_row(result, y);
      REQUIRE(found.size() == 1);
      CHECK((found[0] == 29 || found[0] == 30));
    }
  }
}

TEST_CASE("edges.gradient sees what has one luma but two colours") {
  // Red and green of equal L*.
  const auto image = picture(60, 40, 3, [](int x, int, int c) {
    const uint8_t red[] = {200, 0, 0}, green[] = {0, 114, 0};
    return x < 30 ? red[c] : green[c];
  });
  CHECK(edges_in_row(run(image), 20).size() == 1);
  CHECK(edges_in_row(run(image, {{"colour", 0.0}}), 20).empty());
}

TEST_CASE("edges.gradient sees where a texture ends") {
  const auto image = picture(96, 64, 1, [](int x, int y, int) -> uint8_t {
    return x < 48 ? 128 : (x + y) % 2 ? 88 : 165;
  });
  const auto seen = run(image), unseen = run(image, {{"texture", 0.0}});
  CHECK(strength_at(seen, 47, 32) > 3 * strength_at(unseen, 47, 32));
  CHECK(strength_at(seen, 47, 32) > 3 * strength_at(seen, 80, 32));
}

TEST_CASE("edges.gradient: edges of a disc are thin at every angle") {
  const auto result = run(picture(120, 120, 3, [](int x, int y, int) -> uint8_t {
    return std::hypot(x - 60, y - 60) < 40 ? 220 : 40;
  }));
  const auto edges = image_of<uint8_t>(result.outputs[1]);
  int count = 0, off = 0, thick = 0;
  for (int y = 1; y < 119; ++y) {
    for (int x = 1; x < 119; ++x) {
      if (!edges.row(y)[x]) continue;
      ++count;
      off += std::abs(std::hypot(x - 60, y - 60) - 40) > 2.5;
      thick += edges.row(y)[x + 1] && edges.row(y + 1)[x] && edges.row(y + 1)[x + 1];
    }
  }
  CHECK(count > 200);
  CHECK(count < 300);  // its pixels would be 251 one after the other, or up to 320 by sides only
  CHECK(off == 0);
  CHECK(thick == 0);
}

TEST_CASE("edges.gradient finds nothing in a flat picture, whatever its size and channels") {
  for (const int channels : {1, 3, 4}) {
    for (const auto& [width, height] :
         {std::pair{1, 1}, {1, 7}, {7, 1}, {2, 2}, {3, 70}, {65, 33}}) {
      const auto result =
          run(picture(width, height, channels, [](int, int, int) -> uint8_t { return 90; }),
              {{"low", 0.0}, {"high", 0.01}});
      const auto edges = image_of<uint8_t>(result.outputs[1]);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          REQUIRE(strength_at(result, x, y) < 1e-4F);
          REQUIRE(edges.row(y)[x] == 0);
        }
      }
    }
  }
}

TEST_CASE("edges.gradient: strength is 0..1 on noise of any size, at any scale") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 40}, {40, 1}, {2, 3}, {33, 65}}) {
    for (const double scale : {0.5, 2.0, 20.0}) {
      const auto result = run(picture(width, height, 4, grain),
                              {{"scale", scale}, {"texture", 10.0}, {"colour", 10.0}});
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const float v = strength_at(result, x, y);
          REQUIRE((v >= 0 && v <= 1));
        }
      }
    }
  }
}

TEST_CASE("edges.gradient sees transparency over white") {
  const auto clear = picture(
      20, 20, 4, [](int x, int y, int c) -> uint8_t { return c == 3 ? 0 : grain(x, y, c); });
  CHECK(strength_at(run(clear), 10, 10) < 1e-4F);
}

TEST_CASE("edges.gradient gives the same bytes at any thread count") {
  const auto image = picture(131, 203, 3, [](int x, int y, int c) -> uint8_t {
    return static_cast<uint8_t>((std::hypot(x - 60, y - 90) < 50 ? 160 : 30) + grain(x, y, c) / 5);
  });
  const auto one = run(image, {}, 1);
  for (const unsigned threads : {2U, 4U}) {
    const auto other = run(image, {}, threads);
    CHECK(content_of(one.outputs[0]) == content_of(other.outputs[0]));
    CHECK(content_of(one.outputs[1]) == content_of(other.outputs[1]));
  }
}

TEST_CASE("loops give the same bytes on every instruction set") {
  std::vector<float> in(333), sums;
  for (size_t i = 0; i < in.size(); ++i)
    in[i] = static_cast<float>(grain(static_cast<int>(i), 3, 1)) * 0.37F;
  for (const auto target : {edge::Target::baseline, edge::Target::avx2, edge::Target::avx512}) {
    if (target > edge::best_target()) continue;
    std::vector<float> out(in.size());
    edge::vectorized(
        [p = in.data(), q = out.data(), n = in.size()] {
          for (size_t i = 1; i < n; ++i)
            q[i] = std::sqrt(0.3F * p[i] + 0.7F * p[i - 1]) * p[i] + p[i - 1];
        },
        target);
    if (target == edge::Target::baseline) sums = out;
    CHECK(out == sums);
  }
}

TEST_CASE("edges.gradient refuses thresholds the wrong way round") {
  const auto image = picture(1, 1, 1, grain);
  const auto result = run_stage("edges.gradient", {{"low", 0.5}, {"high", 0.25}}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK_THAT(
      result.error,
      ContainsSubstring("low (0.5) is above high (0.25); give low at most as large as high"));
}
