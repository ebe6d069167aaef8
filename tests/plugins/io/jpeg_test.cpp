// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 45, height = 35;

JpegParts parts(int components) {
  JpegParts p;
  p.width = width, p.height = height, p.components = components;
  return p;
}

int worst(const Bytes8& a, const Bytes8& b) {
  REQUIRE(a.size() == b.size());
  int most = 0;
  for (size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

// R = (1 - C)(1 - K), with samples that say how much ink there is.
Bytes8 light_of(const Bytes8& ink) {
  Bytes8 rgb;
  for (size_t i = 0; i < ink.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) {
      rgb.push_back(static_cast<uint8_t>((255 - ink[i + c]) * (255 - ink[i + 3]) / 255.0 + 0.5));
    }
  }
  return rgb;
}

}  // namespace

TEST_CASE("io.read: colour JPEG, baseline and progressive") {
  JpegParts p = parts(3);
  p.progressive = GENERATE(false, true);
  const Bytes8 samples = gradient(width, height, 3);
  const Result result = read(jpeg_file(p, samples));
  CHECK(picture_of(result).width == width);
  CHECK(picture_of(result).height == height);
  CHECK(picture_of(result).channels == 3);
  CHECK(worst(samples_of<uint8_t>(result), samples) <= 6);
}

TEST_CASE("io.read: grey JPEG becomes RGB, or stays grey with format any") {
  const Bytes8 samples = gradient(width, height, 1);
  const auto file = jpeg_file(parts(1), samples);
  const Result grey = read(file, {{"format", "any"}});
  CHECK(picture_of(grey).channels == 1);
  CHECK(picture_of(grey).colour == PIPELINE_COLOUR_GREY);
  const Bytes8 levels = samples_of<uint8_t>(grey);
  CHECK(worst(levels, samples) <= 4);
  Bytes8 expected;
  for (const uint8_t v : levels) expected.insert(expected.end(), 3, v);
  CHECK(samples_of<uint8_t>(read(file)) == expected);
}

TEST_CASE("io.read: CMYK and YCCK, Adobe's inverted kind too, become RGB") {
  const Bytes8 stored = gradient(width, height, 4);
  Bytes8 inverted;
  for (const uint8_t v : stored) inverted.push_back(static_cast<uint8_t>(255 - v));
  JpegParts p = parts(4);
  SECTION("ink as it is") {
    CHECK(worst(samples_of<uint8_t>(read(jpeg_file(p, stored))), light_of(stored)) <= 6);
  }
  SECTION("Adobe: what is stored is the light that is left") {
    p.adobe_cmyk = true;
    CHECK(worst(samples_of<uint8_t>(read(jpeg_file(p, stored))), light_of(inverted)) <= 6);
  }
  SECTION("YCCK") {
    p.ycck = true;
    CHECK(worst(samples_of<uint8_t>(read(jpeg_file(p, stored))), light_of(inverted)) <= 6);
  }
}
