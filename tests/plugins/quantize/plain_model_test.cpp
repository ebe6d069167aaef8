// SPDX-License-Identifier: Apache-2.0
// The quantizers that are there for comparison, against the plainest way to write each.
#include "plain_model.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using Model = std::vector<Mean>(const Colours& colours, size_t wanted);

// Rounded to nearest; what is half way may have gone either way.
bool rounds_to(const Mean& mean, const Pixel& pixel) {
  for (size_t d = 0; d < 4; ++d) {
    if (std::abs(mean[d] - pixel[d]) > 0.5 + 1e-9) return false;
  }
  return true;
}

int luma(const Pixel& p) { return 2126 * p[0] + 7152 * p[1] + 722 * p[2]; }

void require_as_model(const std::string& stage, Model* model, const Picture& picture, int colors) {
  CAPTURE(stage, picture.width, picture.height, picture.channels, colors);
  const auto result = quantized(stage, picture, {{"colors", colors}});
  require_nearest(picture, result);
  auto palette = palette_of(result);
  bool hole = false;
  std::set<Pixel> own;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      own.insert(picture.at(x, y));
      hole |= picture.at(x, y)[3] == 0;
    }
  }
  if (own.size() <= static_cast<size_t>(colors)) {
    REQUIRE(std::set(palette.begin(), palette.end()) == own);
    return;
  }
  if (hole) {
    REQUIRE(palette.back() == Pixel{});
    palette.pop_back();
  }
  REQUIRE(std::set(palette.begin(), palette.end()).size() == palette.size());
  REQUIRE(std::is_sorted(palette.begin(), palette.end(),
                         [](const Pixel& a, const Pixel& b) { return luma(a) < luma(b); }));
  const auto means = model(colours_of(picture), static_cast<size_t>(colors) - (hole ? 1 : 0));
  for (const Mean& mean : means) {
    CAPTURE(mean);
    REQUIRE(std::any_of(palette.begin(), palette.end(),
                        [&](const Pixel& p) { return rounds_to(mean, p); }));
  }
  for (const Pixel& p : palette) {
    CAPTURE(p);
    REQUIRE(std::any_of(means.begin(), means.end(),
                        [&](const Mean& mean) { return rounds_to(mean, p); }));
  }
}

// Every channel one of `levels` values; alpha too.
Picture noise(int width, int height, int channels, int levels) {
  Random random(static_cast<uint32_t>(width * 31 + height * 7 + channels + levels));
  const auto value = [&] { return byte(random.below(levels) * 255.0 / (levels - 1)); };
  return draw(width, height, channels, [&](int, int) {
    const uint8_t r = value(), g = value(), b = value();
    return Pixel{r, g, b, channels == 4 ? value() : uint8_t{255}};
  });
}

// A red disc, blue bars and a slope behind them.
Picture drawing(int width, int height) {
  return draw(width, height, 3, [&](int x, int y) {
    if (std::hypot(x - width / 2, y - height / 2) < height / 4) return Pixel{200, 30, 40, 255};
    if (x % 9 < 2) return Pixel{10, 20, 160, 255};
    return Pixel{byte(255.0 * x / width), byte(255.0 * y / height), 90, 255};
  });
}

void require_as_model(const std::string& stage, Model* model) {
  const Picture pictures[] = {noise(1, 1, 3, 256),
                              noise(1, 9, 3, 256),
                              noise(23, 17, 3, 256),
                              noise(40, 30, 3, 3),
                              noise(31, 33, 3, 2),
                              noise(30, 40, 4, 256),
                              noise(33, 21, 4, 3),
                              drawing(48, 36),
                              soft_disc(40, 44),
                              draw(12, 12, 3,
                                   [](int x, int y) {
                                     return Pixel{byte(x / 2 * 50), 7, byte(y / 6 * 3), 255};
                                   }),
                              photo(72, 64)};  // of more than 4096 colours
  for (const Picture& picture : pictures) {
    for (const int colors : {2, 3, 5, 16, 61, 256}) {
      require_as_model(stage, model, picture, colors);
    }
  }
}

}  // namespace

TEST_CASE("quantize.octree is a tree of nodes that is folded at its least populated deepest one") {
  require_as_model("quantize.octree", PlainOctree::means);
}

TEST_CASE("quantize.median_cut is boxes of colours cut in halves") {
  require_as_model("quantize.median_cut", plain_median_cut);
}

TEST_CASE("quantize.wu is boxes of colours cut where the error falls most") {
  require_as_model("quantize.wu", plain_wu);
}
