// SPDX-License-Identifier: Apache-2.0
// Flat areas keep their colours, blends go to the nearer side, and other pictures to k-means.
#include <cmath>
#include <random>
#include <set>

#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct Picture {
  int width, height, channels;
  std::vector<uint8_t> samples;

  host::Value value() const { return make_image(width, height, channels, samples); }
  const uint8_t* pixel(int x, int y) const { return samples.data() + channels * (y * width + x); }
};

// colour_of(x, y) -> array of samples
template <class F>
Picture make_picture(int width, int height, F colour_of) {
  Picture picture{width, height, 0, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto colour = colour_of(x, y);
      picture.channels = static_cast<int>(colour.size());
      for (const int v : colour) picture.samples.push_back(static_cast<uint8_t>(v));
    }
  }
  return picture;
}

Result run(const Picture& picture, const std::map<std::string, Setting>& with = {},
           unsigned threads = 1) {
  const host::Value image = picture.value();
  Result result = run_stage("quantize.flat", with, {&image}, threads);
  REQUIRE(result.error == "");
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

std::set<std::array<uint8_t, 4>> palette_of(const Result& result) {
  const Labels labels = labels_of(result.outputs[0]);
  std::set<std::array<uint8_t, 4>> colours;
  for (uint32_t i = 0; i < labels.count(); ++i) colours.insert(labels.palette(i).to_u8());
  return colours;
}

// How much of a pixel a disc covers.
double cover(int x, int y, double cx, double cy, double r) {
  int hits = 0;
  for (int k = 0; k < 256; ++k) {
    hits += std::hypot(x + (k % 16 + 0.5) / 16 - cx, y + (k / 16 + 0.5) / 16 - cy) < r;
  }
  return hits / 256.0;
}

int mixed(int below, int above, double part) {
  return static_cast<int>(std::lround(below + (above - below) * part));
}

}  // namespace

TEST_CASE("a picture of few colours without blends keeps single pixels", "[quantize]") {
  using Rgb = std::array<int, 3>;
  const Rgb white{255, 255, 255}, red{200, 30, 40}, blue{0, 90, 200};
  const Picture picture = make_picture(48, 40, [&](int x, int y) {
    if (x == 11 && y == 7) return red;
    return x >= 20 && x < 22 && y >= 30 && y < 32 ? blue : white;
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  REQUIRE(labels.count() == 3);
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 48; ++x) {
      const auto colour = labels.palette(labels.at(x, y)).to_u8();
      for (size_t k = 0; k < 3; ++k) CHECK(colour[k] == picture.pixel(x, y)[k]);
    }
  }
}

TEST_CASE("blends between two areas are no colours, and belong to the nearer area", "[quantize]") {
  const auto part = [](int x, int y) { return cover(x, y, 30.3, 25.7, 17.4); };
  const Picture picture = make_picture(64, 50, [&](int x, int y) {
    const double c = part(x, y);
    return std::array<int, 3>{mixed(255, 20, c), mixed(255, 130, c), mixed(255, 60, c)};
  });
  const Result result = run(picture);
  CHECK(palette_of(result) ==
        std::set<std::array<uint8_t, 4>>{{20, 130, 60, 255}, {255, 255, 255, 255}});
  const Labels labels = labels_of(result.outputs[0]);
  int wrong = 0;
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 64; ++x) {
      if (std::abs(part(x, y) - 0.5) < 0.01) continue;
      const bool disc = labels.palette(labels.at(x, y)).to_u8()[0] == 20;
      wrong += disc != (part(x, y) > 0.5);
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("the picture is painted with the palette", "[quantize]") {
  for (const bool transparent : {false, true}) {
    const Picture picture = make_picture(40, 30, [&](int x, int y) {
      const int a = transparent ? mixed(0, 255, cover(x, y, 20, 15, 9)) : 255;
      return transparent ? std::vector<int>{200, 40, 10, a}
                         : std::vector<int>{mixed(9, 200, cover(x, y, 20, 15, 9)), 40, 10};
    });
    const Result result = run(picture);
    const Labels labels = labels_of(result.outputs[0]);
    const auto painted = image_of<uint8_t>(result.outputs[1]);
    REQUIRE(painted.channels() == picture.channels);
    REQUIRE(labels.count() == 2);
    int wrong = 0;
    for (int y = 0; y < 30; ++y) {
      for (int x = 0; x < 40; ++x) {
        const auto colour = labels.palette(labels.at(x, y)).to_u8();
        for (int k = 0; k < painted.channels(); ++k) {
          wrong += painted.pixel(x, y)[k] != colour[static_cast<size_t>(k)];
        }
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a fully transparent ground is one colour, its blends are none", "[quantize]") {
  const Picture picture = make_picture(40, 30, [&](int x, int y) {
    return std::array<int, 4>{200, 40, 10, mixed(0, 255, cover(x, y, 20, 15, 9))};
  });
  CHECK(palette_of(run(picture)) ==
        std::set<std::array<uint8_t, 4>>{{0, 0, 0, 0}, {200, 40, 10, 255}});
}

TEST_CASE("three areas that meet keep their three colours", "[quantize]") {
  const Picture picture = make_picture(60, 60, [](int x, int y) {
    const double c = cover(x, y, 30, 30, 20);
    const bool left = x < 30;
    return std::array<int, 3>{mixed(left ? 255 : 0, 120, c), mixed(left ? 255 : 0, 60, c),
                              mixed(left ? 255 : 0, 30, c)};
  });
  CHECK(palette_of(run(picture)).size() == 3);
}

TEST_CASE("a picture without flat areas is quantized to so many colours", "[quantize]") {
  std::mt19937 random(1);
  const Picture picture = make_picture(80, 60, [&](int x, int y) {
    return std::array<int, 3>{static_cast<int>(random() % 90) + x, static_cast<int>(random() % 90),
                              static_cast<int>(random() % 90) + y};
  });
  for (const int colors : {2, 16, 100}) {
    CHECK(labels_of(run(picture, {{"colors", colors}}).outputs[0]).count() ==
          static_cast<uint32_t>(colors));
  }
}

TEST_CASE("one result at any number of threads", "[quantize]") {
  const Picture picture = make_picture(120, 90, [](int x, int y) {
    const double c = cover(x, y, 60, 40, 33), d = cover(x, y, 80, 60, 20);
    return std::array<int, 3>{mixed(mixed(255, 20, c), 250, d), mixed(mixed(255, 90, c), 210, d),
                              mixed(mixed(255, 160, c), 0, d)};
  });
  const Result one = run(picture, {}, 1), four = run(picture, {}, 4);
  CHECK(content_of(one.outputs[0]) == content_of(four.outputs[0]));
  CHECK(content_of(one.outputs[1]) == content_of(four.outputs[1]));
}

TEST_CASE("odd sizes and contents of a flat picture", "[quantize]") {
  std::mt19937 random(2);
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 7}, {9, 1}, {3, 2}}) {
    for (const int alpha : {0, 255}) {
      const Picture picture = make_picture(width, height, [&](int, int) {
        return std::array<int, 4>{static_cast<int>(random() % 256), 0, 0, alpha};
      });
      const Labels labels = labels_of(run(picture).outputs[0]);
      CHECK(labels.width() == width);
      CHECK(labels.count() >= 1);
    }
  }
}

TEST_CASE("alpha and channels must agree", "[quantize]") {
  const host::Value image =
      make_image(2, 2, 3, std::vector<uint8_t>(12), PIPELINE_COLOUR_SRGB, PIPELINE_ALPHA_STRAIGHT);
  const Result result = run_stage("quantize.flat", {}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK(result.error ==
        "the image has 3 channels with alpha; expected 3 without or 4 with alpha: put "
        "image.convert before");
}

TEST_CASE("the palette holds the colours of thin strokes, whichever part of them shows",
          "[quantize]") {
  // Upright lines over white: dark ones, of which every other is blurred over two pixels, and
  // bright ones of a colour that is a blend of white and the dark one.
  const auto part_of_line = [](int x, int y, int x0) {
    const int k = (x - x0) / 4, column = (x - x0) % 4;
    if (x < x0 || k >= 12 || y < 4 || y >= 14) return 0.0;
    return k % 2 ? (column == 0 ? 1.0 : 0.0) : (column == 0 ? 0.4 : column == 1 ? 0.6 : 0.0);
  };
  const Picture picture = make_picture(64, 40, [&](int x, int y) {
    const double dark = part_of_line(x, y, 5), bright = part_of_line(x, y - 18, 5);
    const int v = mixed(mixed(255, 20, dark), 160, bright);
    return std::array<int, 3>{v, v, v};
  });
  CHECK(palette_of(run(picture)) == std::set<std::array<uint8_t, 4>>{{20, 20, 20, 255},
                                                                     {160, 160, 160, 255},
                                                                     {255, 255, 255, 255}});
}

TEST_CASE("a thin line's faint pixels take the colour of their stroke", "[quantize]") {
  // A grey area besides, of the very colour that the line's faint end shows.
  const Picture picture = make_picture(64, 30, [&](int x, int y) {
    int v = 255;
    if (x >= 40 && y >= 10) v = 170;
    if (x >= 5 && x < 35 && y == 12) v = x < 20 ? 0 : x % 2 ? 0 : 170;
    return std::array<int, 3>{v, v, v};
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  int wrong = 0;
  for (int x = 6; x < 34; ++x) wrong += labels.palette(labels.at(x, 12)).to_u8()[0] != 0;
  CHECK(wrong == 0);
}

TEST_CASE("an edge that fades out is no dark line", "[quantize]") {
  using Rgba = std::array<int, 4>;
  const Picture picture = make_picture(80, 60, [](int x, int y) {
    if (y == 59) return Rgba{255, 255, 255, 57};
    const int v = mixed(255, 20, cover(x, y, 40, 30, 15));
    return Rgba{v, v, v, 255};
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  for (int x = 0; x < 80; ++x) CHECK(labels.palette(labels.at(x, 59)).to_u8()[3] == 0);
}

TEST_CASE("thin strokes between two colours that are elsewhere get their own", "[quantize]") {
  using Rgb = std::array<int, 3>;
  // Upright strokes of two pixels, blended by scaling, each a little other than the rest.
  const Picture picture = make_picture(200, 120, [](int x, int y) {
    if (y >= 80 && y < 100 && x >= 20 && x < 180 && x % 8 < 4) {
      constexpr double parts[] = {0.35, 0.9, 1, 0.3};
      const double part = parts[x % 8] * (0.9 + 0.01 * ((x / 8 * 7 + y * 3) % 11));
      return Rgb{mixed(255, 100, part), mixed(255, 116, part), mixed(255, 139, part)};
    }
    const double part = cover(x, y, 60, 36, 24);
    return Rgb{mixed(255, 15, part), mixed(255, 23, part), mixed(255, 42, part)};
  });
  const Result result = run(picture);
  const Labels labels = labels_of(result.outputs[0]);
  for (int x = 26; x < 170; x += 8) {
    const auto c = labels.palette(labels.at(x, 90)).to_u8();
    CHECK(std::abs(c[0] - 100) < 30);
    CHECK(labels.at(x + 4, 90) == labels.at(0, 0));
  }
}
