// SPDX-License-Identifier: Apache-2.0
#include <tiffio.h>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 37, height = 20;  // as stored; neither is a multiple of a chunk of rows

// Where a stored pixel stands in the upright picture: EXIF 2.3, table of Orientation.
std::pair<int, int> upright(int x, int y, int orientation) {
  const int right = width - 1 - x, bottom = height - 1 - y;
  switch (orientation) {
    case 2:
      return {right, y};
    case 3:
      return {right, bottom};
    case 4:
      return {x, bottom};
    case 5:
      return {y, x};
    case 6:
      return {bottom, x};
    case 7:
      return {bottom, right};
    case 8:
      return {y, right};
    default:
      return {x, y};
  }
}

Bytes8 turned(const Bytes8& rgb, int orientation) {
  Bytes8 out(rgb.size());
  const int columns = orientation >= 5 ? height : width;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto [u, v] = upright(x, y, orientation);
      for (int c = 0; c < 3; ++c) {
        out[static_cast<size_t>((v * columns + u) * 3 + c)] =
            rgb[static_cast<size_t>((y * width + x) * 3 + c)];
      }
    }
  }
  return out;
}

void check_turned(const std::string& file, const Bytes8& stored, int orientation) {
  CAPTURE(orientation);
  const Result result = read(file);
  CHECK(picture_of(result).width == (orientation >= 5 ? height : width));
  CHECK(picture_of(result).height == (orientation >= 5 ? width : height));
  CHECK(samples_of<uint8_t>(result) == turned(stored, orientation));
}

std::string tiff_turned(const Bytes8& rgb, int orientation) {
  return tiff_file([&](TIFF* file) {
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(file, TIFFTAG_ORIENTATION, orientation);
    Bytes8 copy = rgb;
    for (int y = 0; y < height; ++y) {
      TIFFWriteScanline(file, copy.data() + y * width * 3, static_cast<uint32_t>(y));
    }
  });
}

}  // namespace

TEST_CASE("io.read: the eight orientations in every format that has them") {
  const Bytes8 rgb = noise<uint8_t>(width * height * 3);
  Bytes8 rgba;
  for (size_t i = 0; i < rgb.size(); ++i) {
    rgba.push_back(rgb[i]);
    if (i % 3 == 2) rgba.push_back(255);
  }
  const std::string rows(rgb.begin(), rgb.end());
  JpegParts jpeg{width, height};
  const Bytes8 decoded = samples_of<uint8_t>(read(jpeg_file(jpeg, rgb)));
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const bool big_endian = orientation % 2 == 0;
    PngParts png{width, height};
    png.exif = exif_block(orientation, big_endian);
    check_turned(png_file(png, rows), rgb, orientation);
    png.late_exif.swap(png.exif);
    check_turned(png_file(png, rows), rgb, orientation);
    jpeg.exif = exif_block(orientation, big_endian);
    check_turned(jpeg_file(jpeg, rgb), decoded, orientation);
    WebpParts webp{width, height};
    webp.exif = exif_block(orientation, big_endian);
    check_turned(webp_file(webp, rgba), rgb, orientation);
    check_turned(tiff_turned(rgb, orientation), rgb, orientation);
  }
}

TEST_CASE("io.read: every size of pixel is turned") {
  for (const int depth : {8, 16}) {
    for (const int type : {0, 2, 4, 6}) {
      CAPTURE(depth, type);
      const size_t pixel = static_cast<size_t>(depth / 8 * (1 + (type & 2) + (type & 4) / 4));
      PngParts p{width, height, depth, type};
      const Bytes8 bytes = noise<uint8_t>(width * height * pixel);
      const std::string rows(bytes.begin(), bytes.end());
      const std::string plain = content_of(read(png_file(p, rows), {{"format", "any"}}).outputs[0]);
      p.exif = exif_block(6);
      const std::string once = content_of(read(png_file(p, rows), {{"format", "any"}}).outputs[0]);
      const size_t header = plain.size() - bytes.size();
      REQUIRE(once.size() == plain.size());
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const auto [u, v] = upright(x, y, 6);
          REQUIRE(plain.substr(header + static_cast<size_t>(y * width + x) * pixel, pixel) ==
                  once.substr(header + static_cast<size_t>(v * height + u) * pixel, pixel));
        }
      }
    }
  }
}

TEST_CASE("io.read: an orientation that makes no sense is as none") {
  const Bytes8 rgb = noise<uint8_t>(width * height * 3);
  for (const std::string& exif : {exif_block(0), exif_block(9), exif_block(6).substr(0, 20),
                                  std::string("II*\0\xff\xff\xff\x7f", 8), std::string("MM")}) {
    PngParts png{width, height};
    png.exif = exif;
    check_turned(png_file(png, std::string(rgb.begin(), rgb.end())), rgb, 1);
  }
}
