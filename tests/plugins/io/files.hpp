// SPDX-License-Identifier: Apache-2.0
// Picture files made by the codec libraries themselves, and what io.read makes of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/stage.hpp"

struct tiff;  // libtiff's TIFF

namespace pipeline::test {

using Bytes8 = std::vector<uint8_t>;
using Words16 = std::vector<uint16_t>;

// Reproducible samples without a pattern that a codec's mistake could hide in.
template <class T>
std::vector<T> noise(size_t count, unsigned seed = 1) {
  std::vector<T> samples(count);
  uint32_t state = seed * 2654435761U + 1;
  for (T& v : samples) {
    state = state * 1664525U + 1013904223U;
    v = static_cast<T>(state >> 16);
  }
  return samples;
}

// Smooth RGB, which lossy formats keep within a few levels.
Bytes8 gradient(int width, int height, int channels);

Result read(const std::string& file, const std::map<std::string, Setting>& with = {});
Result write(const host::Value& image, const std::map<std::string, Setting>& with = {});
std::string written(const host::Value& image, const std::map<std::string, Setting>& with = {});

// The picture of a result that must be good.
const pipeline_image& picture_of(const Result& result);
template <class T>
std::vector<T> samples_of(const Result& result) {
  const pipeline_image& image = picture_of(result);
  REQUIRE(image.sample == detail::sample_of<T>);
  std::vector<T> samples;
  for (int y = 0; y < image.height; ++y) {
    const T* row = detail::row_at<const T>(image.pixels, y, image.stride);
    samples.insert(samples.end(), row, row + image.width * image.channels);
  }
  return samples;
}

struct PngParts {
  int width = 0, height = 0, depth = 8, colour_type = 2;  // as in IHDR
  bool interlaced = false;
  std::vector<Bytes8> palette{};  // r g b, or r g b a
  int transparent = -1;           // grey or red = green = blue of tRNS
  std::string profile{}, exif{}, late_exif{};
};
// `rows`: what stands in the file, packed and big-endian, row by row.
std::string png_file(const PngParts& parts, const std::string& rows);
// One sample of `depth` bits after another, each row padded to a byte.
std::string packed(const Words16& samples, int row_samples, int depth);

struct JpegParts {
  int width = 0, height = 0, components = 3, quality = 95;
  bool adobe_cmyk = false, ycck = false, progressive = false;
  std::string profile{}, exif{};
};
std::string jpeg_file(const JpegParts& parts, const Bytes8& samples);

struct WebpParts {
  int width = 0, height = 0;
  bool lossless = true;
  std::string profile{}, exif{};
};
std::string webp_file(const WebpParts& parts, const Bytes8& rgba);

// `fill` sets the tags and writes the samples.
std::string tiff_file(const std::function<void(tiff*)>& fill, const char* mode = "w");

// An EXIF block, without the leading "Exif\0\0", that says how the picture is turned.
std::string exif_block(int orientation, bool big_endian = false);

// An ICC profile of RGB with sRGB's primaries and this gamma; red and blue exchanged if asked.
std::string rgb_profile(double gamma, bool exchanged = false);
std::string srgb_profile();
std::string grey_profile(double gamma);
// One whose inks do nothing but darken: K alone counts.
std::string cmyk_profile();

}  // namespace pipeline::test
