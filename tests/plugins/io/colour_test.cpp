// SPDX-License-Identifier: Apache-2.0
// Embedded ICC profiles against the curves that they were made from.
#include <png.h>

#include <cmath>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

double encoded(double linear) {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

// Every level as a grey, on one row.
Bytes8 levels(int channels) {
  Bytes8 samples;
  for (int v = 0; v < 256; ++v) {
    for (int c = 0; c < channels; ++c) samples.push_back(static_cast<uint8_t>(v));
  }
  return samples;
}

std::string png_of(const Bytes8& samples, int colour_type, const std::string& profile) {
  PngParts p{256, 1, 8, colour_type};
  p.profile = profile;
  return png_file(p, std::string(samples.begin(), samples.end()));
}

void check_gamma(const Bytes8& got, double gamma, size_t channels) {
  REQUIRE(got.size() == 256 * channels);
  for (size_t v = 0; v < 256; ++v) {
    CAPTURE(v);
    const double expected = 255 * encoded(std::pow(static_cast<double>(v) / 255, gamma));
    CHECK(std::abs(got[channels * v] - expected) <= 1.5);
  }
}

}  // namespace

TEST_CASE("io.read: a gamma 1.8 profile is converted, alpha is carried along") {
  const auto rgb = read(png_of(levels(3), PNG_COLOR_TYPE_RGB, rgb_profile(1.8)));
  check_gamma(samples_of<uint8_t>(rgb), 1.8, 3);
  const auto rgba = read(png_of(levels(4), PNG_COLOR_TYPE_RGB_ALPHA, rgb_profile(1.8)));
  const Bytes8 got = samples_of<uint8_t>(rgba);
  check_gamma(got, 1.8, 4);
  for (size_t v = 0; v < 256; ++v) CHECK(got[4 * v + 3] == v);
}

TEST_CASE("io.read: a grey profile is converted to RGB, or to grey with format any") {
  const auto file = png_of(levels(1), PNG_COLOR_TYPE_GRAY, grey_profile(1.8));
  check_gamma(samples_of<uint8_t>(read(file)), 1.8, 3);
  const Result any = read(file, {{"format", "any"}});
  CHECK(picture_of(any).colour == PIPELINE_COLOUR_GREY);
  check_gamma(samples_of<uint8_t>(any), 1.8, 1);
}

TEST_CASE("io.read: 16 bits with a profile are rounded once, or stay 16 bits") {
  Words16 samples;
  for (int v = 0; v < 256; ++v) samples.insert(samples.end(), 3, static_cast<uint16_t>(257 * v));
  PngParts p{256, 1, 16, PNG_COLOR_TYPE_RGB};
  p.profile = rgb_profile(1.8);
  const auto file = png_file(p, packed(samples, 768, 16));
  check_gamma(samples_of<uint8_t>(read(file)), 1.8, 3);
  const Words16 wide = samples_of<uint16_t>(read(file, {{"format", "any"}}));
  for (size_t v = 0; v < 256; ++v) {
    const double expected = 65535 * encoded(std::pow(static_cast<double>(v) / 255, 1.8));
    CHECK(std::abs(wide[3 * v] - expected) <= 8);
  }
}

TEST_CASE("io.read: primaries are converted too") {
  Bytes8 red;
  for (int i = 0; i < 256; ++i) red.insert(red.end(), {255, 0, 0});
  const Bytes8 got =
      samples_of<uint8_t>(read(png_of(red, PNG_COLOR_TYPE_RGB, rgb_profile(2.2, true))));
  CHECK(int{got[0]} <= 2);
  CHECK(int{got[1]} <= 2);
  CHECK(int{got[2]} >= 253);
}

TEST_CASE("io.read: an sRGB profile changes no sample") {
  const Bytes8 samples = noise<uint8_t>(256 * 3);
  for (const std::string& profile : {srgb_profile(), std::string()}) {
    CHECK(samples_of<uint8_t>(read(png_of(samples, PNG_COLOR_TYPE_RGB, profile))) == samples);
  }
}

TEST_CASE("io.read: JPEG, WebP: the profile is found there as well") {
  Bytes8 grey(32 * 32 * 4, 128);
  for (size_t i = 3; i < grey.size(); i += 4) grey[i] = 255;
  const double expected = 255 * encoded(std::pow(128 / 255.0, 1.8));
  const Result webp = read(webp_file({32, 32, true, rgb_profile(1.8), ""}, grey));
  CHECK(std::abs(samples_of<uint8_t>(webp)[0] - expected) <= 1.5);
  JpegParts jpeg{32, 32};
  jpeg.profile = rgb_profile(1.8);
  const Result result = read(jpeg_file(jpeg, Bytes8(32 * 32 * 3, 128)));
  CHECK(std::abs(samples_of<uint8_t>(result)[0] - expected) <= 2.5);
}

TEST_CASE("io.read: a CMYK profile is used instead of the formula") {
  // Full cyan and no black: white by this profile, cyan by the formula.
  Bytes8 ink;
  for (int i = 0; i < 32 * 32; ++i) ink.insert(ink.end(), {255, 0, 0, 0});
  JpegParts p{32, 32, 4};
  const Bytes8 formula = samples_of<uint8_t>(read(jpeg_file(p, ink)));
  CHECK(int{formula[0]} <= 2);
  p.profile = cmyk_profile();
  const Bytes8 profiled = samples_of<uint8_t>(read(jpeg_file(p, ink)));
  CHECK(int{profiled[0]} >= 253);
  CHECK(int{profiled[2]} >= 253);
}

TEST_CASE("io.read: a profile that cannot be used is passed over") {
  const Bytes8 samples = gradient(32, 32, 3);
  JpegParts p{32, 32};
  const Bytes8 plain = samples_of<uint8_t>(read(jpeg_file(p, samples)));
  for (const std::string& profile :
       {std::string("no profile at all"), grey_profile(1.8), rgb_profile(1.8).substr(0, 200)}) {
    p.profile = profile;
    CHECK(samples_of<uint8_t>(read(jpeg_file(p, samples))) == plain);
  }
}
