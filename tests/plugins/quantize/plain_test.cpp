// SPDX-License-Identifier: Apache-2.0
// The quantizers that are there for comparison.
#include "pictures.hpp"

#include <set>

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr const char* stages[] = {"quantize.median_cut", "quantize.octree", "quantize.wu"};

double error_of(const Picture& picture, const Result& result) {
  const auto painted = image_of<uint8_t>(result.outputs[1]);
  double sum = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      for (size_t d = 0; d < 3; ++d) {
        sum += std::pow(painted.pixel(x, y)[d] - picture.at(x, y)[d], 2);
      }
    }
  }
  return sum / (picture.width * picture.height);
}

}  // namespace

TEST_CASE("the plain quantizers label every pixel with its nearest palette colour") {
  for (const std::string stage : stages) {
    for (const auto& [width, height] :
         {std::pair{1, 1}, {1, 7}, {7, 1}, {33, 65}, {128, 128}, {301, 200}}) {
      for (const int colors : {2, 3, 16, 256}) {
        CAPTURE(stage, width, height, colors);
        const auto picture = photo(width, height);
        const auto result = quantized(stage, picture, {{"colors", colors}});
        CHECK(palette_of(result).size() <= static_cast<size_t>(colors));
        require_nearest(picture, result);
      }
    }
  }
}

TEST_CASE("the plain quantizers keep exactly the colours of a picture that has few") {
  const std::vector<Pixel> own{
      {0, 0, 0, 255}, {255, 0, 0, 255}, {254, 0, 0, 255}, {9, 200, 77, 255}};
  const auto picture =
      draw(90, 70, 3, [&](int x, int y) { return own[static_cast<size_t>((x / 30 + y / 7) % 4)]; });
  for (const std::string stage : stages) {
    CAPTURE(stage);
    const auto exact = quantized(stage, picture, {{"colors", 4}});
    CHECK(content_of(exact.outputs[1]) == content_of(picture.value()));
    const auto fewer = quantized(stage, picture, {{"colors", 3}});
    CHECK(palette_of(fewer).size() <= 3);
    require_nearest(picture, fewer);
  }
}

TEST_CASE("the plain quantizers respect alpha") {
  const auto picture = soft_disc(200, 150);
  for (const std::string stage : stages) {
    for (const int colors : {2, 5, 32}) {
      CAPTURE(stage, colors);
      const auto result = quantized(stage, picture, {{"colors", colors}});
      const auto palette = palette_of(result);
      CHECK(palette.size() <= static_cast<size_t>(colors));
      CHECK(palette.back() == Pixel{0, 0, 0, 0});
      CHECK(std::count_if(palette.begin(), palette.end(),
                          [](const Pixel& p) { return p[3] == 0; }) == 1);
      require_nearest(picture, result);
    }
    const auto nothing = draw(9, 8, 4, [](int x, int) { return Pixel{byte(20 * x), 1, 2, 0}; });
    CHECK(palette_of(quantized(stage, nothing, {})) == std::vector<Pixel>{{0, 0, 0, 0}});
  }
}

TEST_CASE("the plain quantizers give the same bytes at any thread count") {
  for (const std::string stage : stages) {
    for (const auto& picture : {photo(320, 260), soft_disc(200, 180)}) {
      CAPTURE(stage, picture.channels);
      const auto one = quantized(stage, picture, {{"colors", 40}}, 1);
      CHECK(same(one, quantized(stage, picture, {{"colors", 40}}, 2)));
      CHECK(same(one, quantized(stage, picture, {{"colors", 40}}, 4)));
    }
  }
}

TEST_CASE("the plain quantizers part clusters that lie in cells of their own") {
  Random random(4);
  std::vector<Pixel> hearts;
  for (int i = 0; i < 8; ++i) {
    hearts.push_back(
        {byte(60 + 128 * (i & 1)), byte(60 + 128 * (i >> 1 & 1)), byte(60 + 128 * (i >> 2)), 255});
  }
  const auto picture = draw(240, 240, 3, [&](int x, int y) {
    Pixel p = hearts[static_cast<size_t>((x / 30 + y / 30) % 8)];
    for (size_t d = 0; d < 3; ++d) p[d] = byte(p[d] + random.below(15) - 7);
    return p;
  });
  for (const std::string stage : stages) {
    CAPTURE(stage);
    const auto palette = palette_of(quantized(stage, picture, {{"colors", 8}}));
    REQUIRE(palette.size() == 8);
    for (const auto& heart : hearts) {
      CHECK(std::any_of(palette.begin(), palette.end(), [&](const Pixel& p) {
        return std::abs(p[0] - heart[0]) + std::abs(p[1] - heart[1]) + std::abs(p[2] - heart[2]) <=
               3;
      }));
    }
  }
}

TEST_CASE("median cut halves pixels, not the range of colours") {
  // A ramp of which three quarters of the pixels are in the lowest quarter.
  const auto picture = draw(256, 256, 3, [](int x, int y) {
    return Pixel{byte(y % 4 ? x / 4 : x), 0, 0, 255};
  });
  const auto palette = palette_of(quantized("quantize.median_cut", picture, {{"colors", 2}}));
  REQUIRE(palette.size() == 2);
  const int cut = (palette[0][0] + palette[1][0]) / 2;
  // Below level m are 192 * 4 m + 64 m pixels; half of them all is at 39.4.
  CHECK(palette[0][0] == 19);  // the mean of 0..38
  CHECK(cut > 40);
}

TEST_CASE("Wu's first cut is the one of least squared error") {
  // Grey levels only: the best of all 31 cuts between bins of 8 levels, by trying each.
  Random random(11);
  std::vector<int> levels;
  const auto picture = draw(200, 200, 3, [&](int, int) {
    const int level = random.below(3) ? random.below(90) : 120 + random.below(130);
    levels.push_back(level);
    return Pixel{byte(level), byte(level), byte(level), 255};
  });
  double least = 1e30;
  std::array<int, 2> best{};
  for (int cut = 8; cut < 256; cut += 8) {
    double weight[2] = {}, sum[2] = {}, squares = 0;
    for (const int level : levels) {
      weight[level >= cut] += 1, sum[level >= cut] += level, squares += level * level;
    }
    if (weight[0] <= 0 || weight[1] <= 0) continue;
    const double error = squares - sum[0] * sum[0] / weight[0] - sum[1] * sum[1] / weight[1];
    if (error < least) {
      least = error;
      best = {static_cast<int>(std::lround(sum[0] / weight[0])),
              static_cast<int>(std::lround(sum[1] / weight[1]))};
    }
  }
  const auto palette = palette_of(quantized("quantize.wu", picture, {{"colors", 2}}));
  REQUIRE(palette.size() == 2);
  CHECK(palette[0][0] == best[0]);
  CHECK(palette[1][0] == best[1]);
}

TEST_CASE("the quantizers err in the order that is known of them") {
  const auto picture = photo(400, 300);
  std::map<std::string, double> errors;
  for (const std::string stage : {"quantize.kmeans", "quantize.wu", "quantize.median_cut"}) {
    errors[stage] = error_of(picture, quantized(stage, picture, {{"colors", 32}}));
  }
  CHECK(errors["quantize.kmeans"] < errors["quantize.wu"]);
  CHECK(errors["quantize.wu"] < errors["quantize.median_cut"]);
}
