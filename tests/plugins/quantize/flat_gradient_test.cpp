// SPDX-License-Identifier: Apache-2.0
// quantize.flat: an area with a gradient has one label when that is asked for.
#include <cmath>
#include <set>

#include "pictures.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

Result run(const Picture& picture, bool gradients, unsigned threads = 1) {
  return quantized("quantize.flat", picture, {{"gradients", gradients}}, threads);
}

uint8_t rounded(double v) { return static_cast<uint8_t>(std::lround(v)); }

// Upright gradient in a box on a flat ground.
Pixel sky(int x, int y) {
  if (x < 12 || x >= 84 || y < 10 || y >= 70) return {240, 240, 235, 255};
  const double t = (y - 10) / 60.0;
  return {rounded(20 + 200 * t), rounded(80 + 90 * t), rounded(180 + 20 * t), 255};
}

// How many labels the box has.
size_t labels_in_box(const Result& result) {
  const Labels labels = labels_of(result.outputs[0]);
  std::set<uint32_t> found;
  for (int y = 12; y < 68; ++y) {
    for (int x = 14; x < 82; ++x) found.insert(labels.at(x, y));
  }
  return found.size();
}

}  // namespace

TEST_CASE("an area with a gradient has one label, and its mean as colour", "[quantize]") {
  const Picture picture = draw(96, 80, 3, sky);
  const Result result = run(picture, true);
  CHECK(labels_in_box(result) == 1);
  const Labels labels = labels_of(result.outputs[0]);
  CHECK(labels.count() == 2);
  const auto mean = labels.palette(labels.at(40, 40)).to_u8();
  CHECK(std::abs(mean[0] - 120) <= 2);
  CHECK(std::abs(mean[1] - 125) <= 2);
  const auto painted = image_of<uint8_t>(result.outputs[1]);
  CHECK(std::equal(mean.begin(), mean.begin() + 3, painted.pixel(40, 20)));
}

TEST_CASE("without being asked, no label stands for a gradient", "[quantize]") {
  CHECK(labels_in_box(quantized("quantize.flat", draw(96, 80, 3, sky), {})) > 3);
}

TEST_CASE("a gradient seen through a frame and beyond it is one", "[quantize]") {
  const Result result = run(draw(96, 80, 3,
                                 [](int x, int y) {
                                   const bool frame = x >= 30 && x < 64 && y >= 26 && y < 54 &&
                                                      !(x >= 36 && x < 58 && y >= 32 && y < 48);
                                   return frame ? Pixel{255, 255, 255, 255} : sky(x, y);
                                 }),
                            true);
  const Labels labels = labels_of(result.outputs[0]);
  CHECK(labels.at(47, 40) == labels.at(20, 40));
  CHECK(labels.at(32, 40) != labels.at(20, 40));
}

TEST_CASE("a gradient's alpha counts, and its label is never opaque", "[quantize]") {
  const Picture picture = draw(64, 64, 4, [](int, int y) {
    return Pixel{20, 120, 220, rounded(255 - y * 200 / 63.0)};
  });
  const Result result = run(picture, true);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == 1);
  CHECK(labels.palette(0).to_u8()[3] < 255);
}

TEST_CASE("pictures without gradients are labelled as without the parameter", "[quantize]") {
  const Picture flat = draw(90, 70, 3, [](int x, int y) {
    const bool disc = std::hypot(x - 40.0, y - 35.0) < 24;
    return disc ? Pixel{200, 40, 30, 255} : Pixel{250, 250, 250, 255};
  });
  Random random(5);
  const Picture noisy = draw(90, 70, 3, [&](int x, int y) {
    const Pixel p = sky(x, y);
    const int grain = random.below(31) - 15;
    return Pixel{byte(p[0] + grain), byte(p[1] + grain), byte(p[2] + grain), 255};
  });
  for (const Picture& picture : {flat, noisy, photo(120, 90), soft_disc(80, 60)}) {
    CHECK(same(run(picture, true), run(picture, false)));
  }
}

TEST_CASE("gradients at any number of threads, and in tiny pictures", "[quantize]") {
  const Picture picture = draw(96, 80, 3, sky);
  CHECK(same(run(picture, true, 1), run(picture, true, 4)));
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 40}, {40, 1}, {2, 30}, {5, 5}}) {
    const Picture tiny = draw(width, height, 3, [](int x, int y) {
      return Pixel{rounded(6.0 * x), rounded(6.0 * y), 40, 255};
    });
    CHECK(labels_of(run(tiny, true).outputs[0]).width() == width);
  }
}

TEST_CASE("a shadow that fades out leaves fully transparent ground clear", "[quantize]") {
  const Picture picture = draw(96, 80, 4, [](int x, int y) {
    const double dx = x - 44.5, dy = y - 38.5;
    const double alpha = 160 - 4.5 * std::sqrt(dx * dx + dy * dy);
    return Pixel{0, 0, 0, alpha < 0.5 ? uint8_t{0} : rounded(alpha)};
  });
  const Result result = run(picture, true);
  const Labels labels = labels_of(result.outputs[0]);
  const uint32_t ground = labels.at(0, 0);
  CHECK(labels.palette(ground).to_u8()[3] == 0);
  for (int y = 0; y < 80; ++y) {
    for (int x = 0; x < 96; ++x) {
      const double dx = x - 44.5, dy = y - 38.5;
      if (160 - 4.5 * std::sqrt(dx * dx + dy * dy) < 0.5) REQUIRE(labels.at(x, y) == ground);
    }
  }
}
