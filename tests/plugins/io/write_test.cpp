// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 33, height = 19;

template <class T>
host::Value some(int channels, uint32_t colour = 0, uint32_t alpha = 0) {
  return make_image(width, height, channels,
                    noise<T>(static_cast<size_t>(width * height * channels)), colour, alpha);
}

std::string back(const host::Value& image, const std::map<std::string, Setting>& with) {
  const Result result = read(written(image, with), {{"format", "any"}});
  picture_of(result);
  return content_of(result.outputs[0]);
}

std::string refusal(const host::Value& image, const std::string& format) {
  const Result result = write(image, {{"format", format}});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  return result.error;
}

std::string media_type(const host::Value& image, const std::string& format) {
  const Result result = write(image, {{"format", format}});
  REQUIRE(result.status == PIPELINE_OK);
  return static_cast<const pipeline_bytes*>(result.outputs[0].view().data)->media_type;
}

}  // namespace

TEST_CASE("io.write: PNG and TIFF give back what went in") {
  for (const char* format : {"png", "tiff"}) {
    for (const int compression : {0, 1, 2, 6, 9}) {
      for (const int channels : {1, 2, 3, 4}) {
        CAPTURE(format, compression, channels);
        const std::map<std::string, Setting> with{{"format", format}, {"compression", compression}};
        const auto bytes = some<uint8_t>(channels);
        CHECK(back(bytes, with) == content_of(bytes));
        const auto words = some<uint16_t>(channels);
        CHECK(back(words, with) == content_of(words));
      }
    }
  }
}

TEST_CASE("io.write: TIFF keeps floats and premultiplied alpha") {
  std::vector<float> samples(width * height);
  for (size_t i = 0; i < samples.size(); ++i) samples[i] = std::sin(static_cast<float>(i)) * 3;
  const auto floats = make_image(width, height, 1, samples);
  for (const int compression : {0, 1}) {
    CHECK(back(floats, {{"format", "tif"}, {"compression", compression}}) == content_of(floats));
  }
  const auto multiplied = some<uint8_t>(4, 0, PIPELINE_ALPHA_PREMULTIPLIED);
  CHECK(back(multiplied, {{"format", "tif"}}) == content_of(multiplied));
}

TEST_CASE("io.write: a picture of few colours becomes a palette PNG and loses nothing") {
  for (const unsigned colours : {1U, 2U, 3U, 4U, 16U, 17U, 255U, 256U, 257U}) {
    for (const size_t channels : {3U, 4U}) {
      for (const int compression : {1, 6}) {
        CAPTURE(colours, channels, compression);
        const Bytes8 palette = noise<uint8_t>(1024 + 4, 5);
        const auto picks = noise<uint16_t>(width * height, 6);
        Bytes8 samples;
        for (size_t i = 0; i < picks.size(); ++i) {
          const size_t pick = i < colours ? i : picks[i] % colours;
          // The first channel tells them apart, up to 256; the second the last.
          samples.push_back(static_cast<uint8_t>(pick));
          samples.push_back(static_cast<uint8_t>(pick >> 8));
          samples.push_back(palette[pick]);
          if (channels == 4) samples.push_back(static_cast<uint8_t>(pick % 3 ? 255 : pick));
        }
        const auto image = make_image(width, height, static_cast<int>(channels), samples);
        const std::string file = written(image, {{"format", "png"}, {"compression", compression}});
        CHECK((file[25] == 3) == (colours <= 256));  // IHDR's colour type
        const Bytes8 got = samples_of<uint8_t>(read(file));
        CHECK(got == samples);
      }
    }
  }
}

TEST_CASE("io.write: lossless WebP keeps every sample, lossy is near") {
  const auto image = some<uint8_t>(4);
  CHECK(back(image, {{"format", "webp"}, {"lossless", true}}) == content_of(image));
  const Bytes8 smooth = gradient(width, height, 3);
  const Bytes8 got = samples_of<uint8_t>(
      read(written(make_image(width, height, 3, smooth), {{"format", "webp"}})));
  REQUIRE(got.size() == smooth.size());
  for (size_t i = 0; i < got.size(); ++i) REQUIRE(std::abs(got[i] - smooth[i]) <= 14);
}

TEST_CASE("io.write: JPEG is near, and quality counts") {
  const Bytes8 smooth = gradient(width, height, 3);
  const auto image = make_image(width, height, 3, smooth);
  const std::string fine = written(image, {{"format", "jpg"}, {"quality", 95}});
  const std::string coarse = written(image, {{"format", "jpeg"}, {"quality", 10}});
  CHECK(coarse.size() < fine.size());
  const Bytes8 got = samples_of<uint8_t>(read(fine));
  for (size_t i = 0; i < got.size(); ++i) REQUIRE(std::abs(got[i] - smooth[i]) <= 6);
  const Result grey = read(written(some<uint8_t>(1), {{"format", "jpg"}}), {{"format", "any"}});
  CHECK(picture_of(grey).channels == 1);
}

TEST_CASE("io.write: PPM and PGM of 8 and 16 bits") {
  const auto rgb = some<uint8_t>(3);
  CHECK(back(rgb, {{"format", "ppm"}}) == content_of(rgb));
  CHECK(back(rgb, {{"format", "pnm"}}) == content_of(rgb));
  const auto grey = some<uint16_t>(1);
  CHECK(back(grey, {{"format", "pgm"}}) == content_of(grey));
  CHECK(written(make_image(2, 1, 1, Bytes8{65, 66}), {{"format", "pgm"}}) == "P5\n2 1\n255\nAB");
}

TEST_CASE("io.write: floats and wide samples are rounded and clamped") {
  const auto image =
      make_image(6, 1, 1, std::vector<float>{-1, 0, 0.49F / 255, 0.51F / 255, 2, std::nanf("")},
                 PIPELINE_COLOUR_DATA);
  CHECK(written(image, {{"format", "pgm"}}).substr(11) == std::string("\0\0\0\x01\xff\0", 6));
  const auto png = read(written(image), {{"format", "any"}});
  CHECK(samples_of<uint8_t>(png) == Bytes8{0, 0, 0, 1, 255, 0});
  const auto wide = make_image(3, 1, 1, Words16{128, 129, 65535});
  const auto webp = read(written(wide, {{"format", "webp"}, {"lossless", true}}));
  CHECK(samples_of<uint8_t>(webp) == Bytes8{0, 0, 0, 1, 1, 1, 255, 255, 255});
}

TEST_CASE("io.write: media types") {
  const auto image = some<uint8_t>(3);
  CHECK(media_type(image, "png") == "image/png");
  CHECK(media_type(image, "jpg") == "image/jpeg");
  CHECK(media_type(image, "jpeg") == "image/jpeg");
  CHECK(media_type(image, "webp") == "image/webp");
  CHECK(media_type(image, "tif") == "image/tiff");
  CHECK(media_type(image, "tiff") == "image/tiff");
  CHECK(media_type(image, "ppm") == "image/x-portable-pixmap");
  CHECK(media_type(image, "pnm") == "image/x-portable-anymap");
  CHECK(media_type(some<uint8_t>(1), "pgm") == "image/x-portable-graymap");
}

TEST_CASE("io.write: what a format cannot hold is refused with the fix") {
  CHECK(refusal(some<uint8_t>(4), "jpg") ==
        "JPEG cannot hold alpha; insert image.convert with {alpha: remove} before this stage");
  CHECK(refusal(some<uint8_t>(2), "pgm") ==
        "PGM cannot hold alpha; insert image.convert with {alpha: remove} before this stage");
  CHECK(refusal(some<uint8_t>(4, 0, PIPELINE_ALPHA_PREMULTIPLIED), "png") ==
        "PNG cannot hold premultiplied alpha; insert image.convert with {alpha: straight} before "
        "this stage");
  CHECK(refusal(some<uint8_t>(1), "ppm") ==
        "PPM cannot hold a grey picture; insert image.convert with {channels: rgb} before this "
        "stage");
  CHECK(refusal(some<uint8_t>(3), "pgm") ==
        "PGM cannot hold a picture in colours; insert image.convert with {channels: grey} before "
        "this stage");
  CHECK(refusal(some<uint8_t>(2, PIPELINE_COLOUR_DATA, PIPELINE_ALPHA_NONE), "png") ==
        "PNG cannot hold 2 channels that are not alpha; it takes 1 or 3, and alpha");
}

TEST_CASE("io.write: pictures that a format is too small for") {
  const auto wide = make_image(65501, 1, 1, Bytes8(65501, 7));
  CHECK(write(wide, {{"format", "jpg"}}).error ==
        "a JPEG has at most 65500 pixels a side, the picture has 65501 x 1; write PNG or TIFF");
  CHECK(
      write(wide, {{"format", "webp"}}).error ==
      "a WebP has at most 16383 pixels a side, the picture has 65501 x 1; write PNG, JPEG or TIFF");
  CHECK(write(wide, {{"format", "png"}}).status == PIPELINE_OK);
}
