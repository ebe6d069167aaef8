// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr int width = 21, height = 17;

WebpParts parts() {
  WebpParts p;
  p.width = width, p.height = height;
  return p;
}

}  // namespace

TEST_CASE("io.read: lossless WebP with and without alpha") {
  Bytes8 rgba = noise<uint8_t>(width * height * 4);
  for (size_t i = 3; i < rgba.size(); i += 4) rgba[i] |= 1;  // WebP forgets colours under alpha 0
  const Result result = read(webp_file(parts(), rgba));
  CHECK(picture_of(result).channels == 4);
  CHECK(samples_of<uint8_t>(result) == rgba);

  Bytes8 rgb;
  for (size_t i = 0; i < rgba.size(); ++i) {
    if (i % 4 == 3) rgba[i] = 255;
    if (i % 4 != 3) rgb.push_back(rgba[i]);
  }
  const Result opaque = read(webp_file(parts(), rgba));
  CHECK(picture_of(opaque).channels == 3);
  CHECK(samples_of<uint8_t>(opaque) == rgb);
}

TEST_CASE("io.read: lossy WebP") {
  WebpParts p = parts();
  p.lossless = false;
  Bytes8 rgba = gradient(width, height, 4);
  for (size_t i = 3; i < rgba.size(); i += 4) rgba[i] = 255;
  const Result result = read(webp_file(p, rgba));
  const Bytes8 got = samples_of<uint8_t>(result);
  REQUIRE(got.size() == rgba.size() / 4 * 3);
  for (size_t i = 0; i < got.size(); ++i) {
    CHECK(std::abs(got[i] - rgba[i / 3 * 4 + i % 3]) <= 12);
  }
}

TEST_CASE("io.read: an animated WebP is refused by name") {
  // RIFF, VP8X with the animation flag, ANIM.
  std::string file("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x07\0\0\x07\0\0", 30);
  file += std::string("ANIM\x06\0\0\0\0\0\0\0\0\0", 14);
  file[4] = static_cast<char>(file.size() - 8);
  const Result result = read(file);
  CHECK(result.status == PIPELINE_UNSUPPORTED);
  CHECK(result.error == "WebP with an animation (several pictures in one file) is not supported");
}
