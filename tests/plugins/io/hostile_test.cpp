// SPDX-License-Identifier: Apache-2.0
// Files that are cut, lie or are no pictures: each must give an error, quickly and in little
// memory.
#include <sys/resource.h>
#include <tiffio.h>

#include <filesystem>

#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr char cut[] = ": the file ends before the picture does; get it again from its source";

std::string error_of(const std::string& file, const std::map<std::string, Setting>& with = {}) {
  const Result result = read(file, with);
  CHECK(result.status != PIPELINE_OK);
  CHECK(!result.error.empty());
  return result.error;
}

std::string png_sample(int width = 9, int height = 8) {
  const Bytes8 rgb = noise<uint8_t>(static_cast<size_t>(width * height * 3));
  return png_file({width, height}, std::string(rgb.begin(), rgb.end()));
}
std::string jpeg_sample() { return jpeg_file({17, 9}, gradient(17, 9, 3)); }
std::string webp_sample(bool lossless) {
  WebpParts p{17, 9, lossless, srgb_profile(), exif_block(1)};
  return webp_file(p, gradient(17, 9, 4));
}
std::string tiff_sample() {
  return written(make_image(17, 9, 3, gradient(17, 9, 3)), {{"format", "tiff"}});
}

std::string big(uint32_t v) {
  return {static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8),
          static_cast<char>(v)};
}

uint32_t crc(const std::string& bytes) {
  uint32_t c = ~0U;
  for (const char byte : bytes) {
    c ^= static_cast<unsigned char>(byte);
    for (int i = 0; i < 8; ++i) c = c & 1 ? c >> 1 ^ 0xedb88320U : c >> 1;
  }
  return ~c;
}

// The sample with another size in its header, and a CRC that is right.
std::string png_that_says(uint32_t width, uint32_t height) {
  std::string file = png_sample();
  file.replace(16, 8, big(width) + big(height));
  file.replace(29, 4, big(crc(file.substr(12, 17))));
  return file;
}

// The sample with a chunk in front of its pixels that holds one byte and says `length`.
std::string png_with_chunk(uint32_t length) {
  std::string file = png_sample();
  const std::string content = "eXIfx";
  file.insert(33, big(length) + content + big(crc(content)));
  return file;
}

std::string jpeg_that_says(int width, int height) {
  std::string file = jpeg_sample();
  const size_t frame = file.find("\xff\xc0");
  REQUIRE(frame != std::string::npos);
  file.replace(frame + 5, 2, big(static_cast<uint32_t>(height)).substr(2));
  file.replace(frame + 7, 2, big(static_cast<uint32_t>(width)).substr(2));
  return file;
}

std::string tiff_that_says(uint32_t width, uint32_t height) {
  return tiff_file([&](TIFF* file) {
    TIFFSetField(file, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(file, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, height);
    TIFFWriteRawStrip(file, 0, const_cast<char*>("x"), 1);
  });
}

// The address sanitizer touches an eighth of what is allocated.
#ifdef __SANITIZE_ADDRESS__
constexpr long little_memory = 512 * 1024;
#else
constexpr long little_memory = 64 * 1024;
#endif

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

TEST_CASE("io.read: what is no picture is told by its first bytes") {
  CHECK(error_of("") == "the file is empty");
  CHECK(error_of("<html lang='x'>") ==
        "not a picture of a known format: it starts with 3c 68 74 6d 6c 20 6c 61 (\"<html la\"); "
        "known are PNG, JPEG, WebP, TIFF and PNM (P1 to P6)");
  CHECK(error_of(std::string("\0\x01", 2)) ==
        "not a picture of a known format: it starts with 00 01 (\"..\"); "
        "known are PNG, JPEG, WebP, TIFF and PNM (P1 to P6)");
  CHECK_THAT(error_of("P7\n"), ContainsSubstring("not a picture of a known format"));
  CHECK_THAT(error_of("RIFF\x04\0\0\0WAVE"), ContainsSubstring("not a picture of a known format"));
}

TEST_CASE("io.read: a file cut anywhere is an error") {
  for (const std::string& file :
       {png_sample(), jpeg_sample(),
        jpeg_file({17, 9, 3, 95, false, false, true}, gradient(17, 9, 3)), webp_sample(true),
        webp_sample(false),
        written(make_image(5, 4, 3, noise<uint8_t>(60)), {{"format", "ppm"}})}) {
    REQUIRE(read(file).status == PIPELINE_OK);
    for (size_t size = 0; size < file.size(); ++size) {
      CAPTURE(size, file.size());
      const Result result = read(file.substr(0, size));
      REQUIRE(result.status != PIPELINE_OK);
      REQUIRE(!result.error.empty());
    }
  }
}

TEST_CASE("io.read: a TIFF cut anywhere is an error, or the whole picture where a text is lost") {
  const std::string file = tiff_sample();
  const std::string whole = content_of(read(file).outputs[0]);
  for (size_t size = 0; size < file.size(); ++size) {
    CAPTURE(size, file.size());
    const Result result = read(file.substr(0, size));
    if (result.status == PIPELINE_OK) {
      REQUIRE(content_of(result.outputs[0]) == whole);
    } else {
      REQUIRE(!result.error.empty());
    }
  }
}

TEST_CASE("io.read: any one byte changed: an error or a picture, never a crash") {
  for (const std::string& file :
       {png_sample(), jpeg_sample(), webp_sample(true), webp_sample(false), tiff_sample()}) {
    for (size_t at = 0; at < file.size(); ++at) {
      for (const int bits : {0x01, 0x80, 0xff}) {
        std::string broken = file;
        broken[at] = static_cast<char>(broken[at] ^ bits);
        const Result result = read(broken, {{"max_pixels", 1 << 20}});
        REQUIRE((result.status == PIPELINE_OK || !result.error.empty()));
      }
    }
  }
}

TEST_CASE("io.read: cut files are called truncated") {
  CHECK(error_of(png_sample().substr(0, 100)) == std::string("truncated PNG") + cut);
  const std::string jpeg = jpeg_sample();
  CHECK(error_of(jpeg.substr(0, jpeg.size() - 10)) == std::string("truncated JPEG") + cut);
  const std::string webp = webp_sample(true);
  CHECK(error_of(webp.substr(0, webp.size() - 1)) == std::string("truncated WebP") + cut);
}

TEST_CASE(
    "io.read: a PNG chunk that says it is longer than the file is refused before memory is taken") {
  CHECK(read(png_with_chunk(1)).error == "");
  for (const uint32_t length : {0x1000U, 0x2c000026U, 0x7fffffffU, 0xffffffffU}) {
    CHECK(error_of(png_with_chunk(length)) == std::string("truncated PNG") + cut);
  }
}

TEST_CASE("io.read: damage inside a file is told") {
  std::string png = png_sample();
  png[png.size() - 30] = static_cast<char>(png[png.size() - 30] ^ 0x55);
  CHECK_THAT(error_of(png), ContainsSubstring("damaged PNG: "));
  std::string jpeg = jpeg_file({64, 64}, gradient(64, 64, 3));
  jpeg.replace(jpeg.size() - 60, 40, std::string(40, '\x00'));
  CHECK_THAT(error_of(jpeg), ContainsSubstring("JPEG"));
}

TEST_CASE("io.read: more pixels than max_pixels are refused from the header") {
  CHECK(error_of(png_that_says(60000, 60000)) ==
        "picture is 60000 x 60000 = 3600000000 pixels, over the limit of 268435456; raise "
        "max_pixels to allow it, as in --set image.max_pixels=N");
  CHECK(error_of(jpeg_that_says(65000, 65000)) ==
        "picture is 65000 x 65000 = 4225000000 pixels, over the limit of 268435456; raise "
        "max_pixels to allow it, as in --set image.max_pixels=N");
  CHECK(error_of(tiff_that_says(100000, 100000)) ==
        "picture is 100000 x 100000 = 10000000000 pixels, over the limit of 268435456; raise "
        "max_pixels to allow it, as in --set image.max_pixels=N");
  CHECK(error_of("P6 2147483647 2147483647 255\n") ==
        "picture is 2147483647 x 2147483647 pixels; no side may be over 268435456");
  CHECK(error_of(webp_sample(true), {{"max_pixels", 152}}) ==
        "picture is 17 x 9 = 153 pixels, over the limit of 152; raise max_pixels to allow it, as "
        "in --set image.max_pixels=N");
  CHECK(read(webp_sample(true), {{"max_pixels", 153}}).status == PIPELINE_OK);
  CHECK(error_of(png_that_says(0, 5)) == "damaged PNG: Invalid IHDR data");
}

TEST_CASE("io.read: a header that promises more than the file holds takes little memory") {
  const long before = peak_kilobytes();
  for (const std::string& file :
       {png_that_says(16000, 16000), jpeg_that_says(16000, 16000), tiff_that_says(16000, 16000),
        std::string("P6 16000 16000 255\n"), std::string("P3 16000 16000 255\n1 2 3")}) {
    error_of(file);
  }
  CHECK(peak_kilobytes() - before < little_memory);
}

TEST_CASE("io.read: the photographs that stand beside the project are read") {
  const std::filesystem::path folder = std::string(TEST_SOURCE) + "/../shared/images";
  if (!std::filesystem::is_directory(folder)) {
    WARN("skipped: no ../shared/images");
    return;
  }
  int read_count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".jpg" && extension != ".png") continue;
    if (++read_count > 40) break;
    CAPTURE(entry.path().string());
    CHECK(picture_of(read(read_file(entry.path().string()))).channels == 3);
  }
  CHECK(read_count > 0);
}

TEST_CASE("a format that is not read is named", "[io]") {
  CHECK(pipeline::test::read("GIF89a..............").error ==
        "GIF is not read here; known are PNG, JPEG, WebP, TIFF and PNM: convert it to one of them");
  CHECK_THAT(pipeline::test::read(std::string("\0\0\0\x18"
                                              "ftypheic....",
                                              16))
                 .error,
             ContainsSubstring("HEIC is not read here"));
}
