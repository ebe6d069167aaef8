// SPDX-License-Identifier: Apache-2.0
#include "framework/host/difference.hpp"

#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

TEST_CASE("the first pixel that differs is told, and how many do", "[host]") {
  const auto before = make_image(4, 2, 3, std::vector<uint8_t>(24, 10));
  std::vector<uint8_t> samples(24, 10);
  samples[3 * 6 + 1] = 12;
  samples[3 * 7] = 1;
  CHECK(host::difference(before, make_image(4, 2, 3, samples)) ==
        "pixel (2, 1), channel 1: 10 against 12; 2 of 8 pixels differ");
  CHECK(host::difference(before, make_image(2, 4, 3, samples)) == "4 x 2 pixels against 2 x 4");
  CHECK(host::difference(before, make_image(4, 2, 3, std::vector<uint16_t>(24, 10))) ==
        "u8, 3 channels, srgb, without alpha against u16, 3 channels, srgb, without alpha");
  CHECK(host::difference(before, before).empty());
  const auto grey = make_image(2, 1, 1, std::vector<float>{0.25F, 1});
  CHECK(host::difference(grey, make_image(2, 1, 1, std::vector<float>{0.25F, 0.5F})) ==
        "pixel (1, 0): 1 against 0.5; 1 of 2 pixels differs");
}

TEST_CASE("differences of labels, paths, bytes and numbers are told", "[host]") {
  const std::vector<Colour> palette{{0, 0, 0, 1}, {1, 1, 1, 1}};
  const auto labels = make_labels(2, 2, {0, 1, 1, 0}, palette);
  CHECK(host::difference(labels, make_labels(2, 2, {0, 1, 0, 0}, palette)) ==
        "pixel (0, 1): 1 against 0; 1 of 4 pixels differs");
  CHECK(
      host::difference(labels, make_labels(2, 2, {0, 1, 1, 0}, {{0, 0, 0, 1}, {1, 0.5F, 1, 1}})) ==
      "colour 1 of the palette, channel 1: 1 against 0.5");
  const auto paths = [](float x, float red, bool more) {
    PathBuilder builder(9, 9);
    builder.begin({.fill = Colour{red, 0, 0, 1}});
    builder.move(0, 0);
    builder.line(x, 1);
    if (more) builder.line(2, 2);
    builder.close();
    return make_paths(builder);
  };
  const auto drawing = paths(1, 1, false);
  CHECK(host::difference(drawing, paths(3, 1, false)) ==
        "path 0: number 2 of its coordinates: 1 against 3");
  CHECK(host::difference(drawing, paths(1, 0.5F, false)) == "the fill of path 0: 1 against 0.5");
  CHECK(host::difference(drawing, paths(1, 1, true)) == "path 0: it is drawn by other segments");
  CHECK(host::difference(drawing, paths(1, 1, false)).empty());
  CHECK(host::difference(make_bytes("a/b", "abcd"), make_bytes("a/b", "abx")) ==
        "byte 2; 4 bytes against 3");
  CHECK(host::difference(make_bytes("a/b", "ab"), make_bytes("a/b", "ac")) ==
        "byte 1; 2 bytes in both");
  CHECK(host::difference(labels, drawing) == "labels against paths");
  CHECK(host::difference(labels, host::Value()) == "only one of them is there");
}
