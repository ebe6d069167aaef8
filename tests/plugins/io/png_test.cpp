// SPDX-License-Identifier: Apache-2.0
#include <png.h>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 13, height = 11;  // no multiple of a byte's bits or of Adam7's blocks

PngParts parts(int depth, int colour_type) {
  PngParts p;
  p.width = width, p.height = height, p.depth = depth, p.colour_type = colour_type;
  return p;
}

int channels_of(int colour_type) {
  constexpr int counts[] = {1, 0, 3, 1, 2, 0, 4};
  return counts[colour_type];
}

Words16 samples_below(unsigned bound, int channels) {
  Words16 samples = noise<uint16_t>(static_cast<size_t>(width * height * channels));
  for (uint16_t& v : samples) v = static_cast<uint16_t>(v % bound);
  return samples;
}

// The definition: v of `depth` bits is v / (2^depth - 1), rounded to 8 bits.
uint8_t to8(unsigned v, int depth) {
  const double full = (1U << depth) - 1;
  return static_cast<uint8_t>(v / full * 255 + 0.5);
}

// RGB or RGBA of grey, grey+alpha, RGB or RGBA samples.
Bytes8 as_rgb(const Words16& samples, int channels, int depth) {
  Bytes8 out;
  for (size_t i = 0; i < samples.size(); i += static_cast<size_t>(channels)) {
    for (size_t c = 0; c < 3; ++c) out.push_back(to8(samples[i + (channels < 3 ? 0 : c)], depth));
    if (channels % 2 == 0)
      out.push_back(to8(samples[i + static_cast<size_t>(channels) - 1], depth));
  }
  return out;
}

}  // namespace

TEST_CASE("io.read: every kind of PNG becomes 8-bit RGB, rounded") {
  const bool interlaced = GENERATE(false, true);
  for (const int type : {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                         PNG_COLOR_TYPE_RGB_ALPHA}) {
    for (const int depth : {1, 2, 4, 8, 16}) {
      if (type != PNG_COLOR_TYPE_GRAY && depth < 8) continue;
      CAPTURE(interlaced, type, depth);
      PngParts p = parts(depth, type);
      p.interlaced = interlaced;
      const int n = channels_of(type);
      const Words16 samples = samples_below(1U << depth, n);
      // libpng writes interlaced rows from unpacked whole rows all the same.
      const Result result = read(png_file(p, packed(samples, width * n, depth)));
      const pipeline_image& image = picture_of(result);
      CHECK(image.width == width);
      CHECK(image.height == height);
      CHECK(image.channels == (n % 2 ? 3 : 4));
      CHECK(image.colour == PIPELINE_COLOUR_SRGB);
      CHECK(image.alpha == (n % 2 ? PIPELINE_ALPHA_NONE : PIPELINE_ALPHA_STRAIGHT));
      CHECK(samples_of<uint8_t>(result) == as_rgb(samples, n, depth));
    }
  }
}

TEST_CASE("io.read: format any keeps a PNG's samples and channels") {
  const Words16 samples = samples_below(65536, 2);
  const auto file = png_file(parts(16, PNG_COLOR_TYPE_GRAY_ALPHA), packed(samples, width * 2, 16));
  const Result result = read(file, {{"format", "any"}});
  CHECK(picture_of(result).channels == 2);
  CHECK(picture_of(result).colour == PIPELINE_COLOUR_GREY);
  CHECK(samples_of<uint16_t>(result) == samples);

  const Words16 bits = samples_below(2, 1);
  const Result grey =
      read(png_file(parts(1, PNG_COLOR_TYPE_GRAY), packed(bits, width, 1)), {{"format", "any"}});
  CHECK(picture_of(grey).channels == 1);
  CHECK(picture_of(grey).sample == PIPELINE_U8);
}

TEST_CASE("io.read: palettes of every depth, with and without transparent entries") {
  for (const int depth : {1, 2, 4, 8}) {
    for (const bool clear : {false, true}) {
      CAPTURE(depth, clear);
      PngParts p = parts(depth, PNG_COLOR_TYPE_PALETTE);
      const unsigned count = 1U << depth;
      for (unsigned i = 0; i < count; ++i) {
        Bytes8 colour = noise<uint8_t>(clear ? 4 : 3, i + 7);
        p.palette.push_back(colour);
      }
      const Words16 indices = samples_below(count, 1);
      Bytes8 expected;
      for (const uint16_t i : indices) {
        expected.insert(expected.end(), p.palette[i].begin(), p.palette[i].end());
      }
      const Result result = read(png_file(p, packed(indices, width, depth)));
      CHECK(picture_of(result).channels == (clear ? 4 : 3));
      CHECK(samples_of<uint8_t>(result) == expected);
    }
  }
}

TEST_CASE("io.read: tRNS makes one colour transparent") {
  PngParts p = parts(8, PNG_COLOR_TYPE_GRAY);
  p.transparent = 3;
  const Words16 samples = samples_below(5, 1);
  const Result result = read(png_file(p, packed(samples, width, 8)));
  const Bytes8 got = samples_of<uint8_t>(result);
  REQUIRE(got.size() == samples.size() * 4);
  for (size_t i = 0; i < samples.size(); ++i) {
    CHECK(got[4 * i] == samples[i]);
    CHECK(got[4 * i + 3] == (samples[i] == 3 ? 0 : 255));
  }
}

TEST_CASE("io.read: an alpha channel that is opaque all over is left out") {
  Words16 samples = samples_below(256, 4);
  for (size_t i = 3; i < samples.size(); i += 4) samples[i] = 255;
  const auto opaque = png_file(parts(8, PNG_COLOR_TYPE_RGB_ALPHA), packed(samples, width * 4, 8));
  const Result result = read(opaque);
  CHECK(picture_of(result).channels == 3);
  CHECK(picture_of(result).alpha == PIPELINE_ALPHA_NONE);
  Bytes8 expected;
  for (size_t i = 0; i < samples.size(); ++i) {
    if (i % 4 != 3) expected.push_back(static_cast<uint8_t>(samples[i]));
  }
  CHECK(samples_of<uint8_t>(result) == expected);
  CHECK(picture_of(read(opaque, {{"format", "any"}})).channels == 4);

  samples.back() = 254;
  const auto almost = png_file(parts(8, PNG_COLOR_TYPE_RGB_ALPHA), packed(samples, width * 4, 8));
  CHECK(picture_of(read(almost)).channels == 4);
}
