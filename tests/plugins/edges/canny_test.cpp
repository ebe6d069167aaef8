// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

using namespace pipeline;
using namespace pipeline::test;

namespace {

// A pseudo-random sequence that is the same everywhere.
class Random {
 public:
  explicit Random(uint32_t seed) : state_(seed) {}
  int below(int n) {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<int>((state_ >> 16) % static_cast<uint32_t>(n));
  }

 private:
  uint32_t state_;
};

struct Grey {
  int width, height;
  std::vector<uint8_t> at;

  Grey(int w, int h) : width(w), height(h), at(static_cast<size_t>(w * h)) {}
  uint8_t& operator()(int x, int y) { return at[static_cast<size_t>(y * width + x)]; }
  int clamped(int x, int y) const {
    x = std::clamp(x, 0, width - 1), y = std::clamp(y, 0, height - 1);
    return at[static_cast<size_t>(y * width + x)];
  }
};

// Canny as its definition reads, one pixel at a time.
struct Model {
  const Grey& grey;
  bool l2;
  int width = grey.width, height = grey.height;

  int dx(int x, int y) const {
    const auto column = [&](int c) {
      return grey.clamped(c, y - 1) + 2 * grey.clamped(c, y) + grey.clamped(c, y + 1);
    };
    return column(x + 1) - column(x - 1);
  }
  int dy(int x, int y) const {
    const auto row = [&](int r) {
      return grey.clamped(x - 1, r) + 2 * grey.clamped(x, r) + grey.clamped(x + 1, r);
    };
    return row(y + 1) - row(y - 1);
  }
  int magnitude(int x, int y) const {
    if (x < 0 || y < 0 || x >= width || y >= height) return 0;
    const int a = std::abs(dx(x, y)), b = std::abs(dy(x, y));
    return l2 ? a * a + b * b : a + b;
  }
  bool ridge(int x, int y) const {
    const int m = magnitude(x, y), gx = dx(x, y), gy = dy(x, y);
    const int64_t a = std::abs(gx), b = int64_t{std::abs(gy)} * 32768;
    if (b < a * 13573) return m > magnitude(x - 1, y) && m >= magnitude(x + 1, y);
    if (b > a * (13573 + 65536)) return m > magnitude(x, y - 1) && m >= magnitude(x, y + 1);
    const int s = (gx < 0) != (gy < 0) ? -1 : 1;
    return m > magnitude(x - s, y - 1) && m > magnitude(x + s, y + 1);
  }
  std::vector<uint8_t> edges(double low, double high) const {
    if (l2) low *= low, high *= high;
    std::vector<uint8_t> map(grey.at.size());
    const auto at = [&](int x, int y) -> uint8_t& {
      return map[static_cast<size_t>(y * width + x)];
    };
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const int m = magnitude(x, y);
        if (m > low && ridge(x, y)) at(x, y) = m > high ? 255 : 1;
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          if (at(x, y) != 1) continue;
          for (int v = std::max(y - 1, 0); v <= std::min(y + 1, height - 1); ++v) {
            for (int u = std::max(x - 1, 0); u <= std::min(x + 1, width - 1); ++u) {
              if (at(u, v) == 255) at(x, y) = 255, changed = true;
            }
          }
        }
      }
    }
    for (auto& v : map) v = v == 255 ? 255 : 0;
    return map;
  }
  float strength(int x, int y) const {
    return std::min(1.0F,
                    std::hypot(static_cast<float>(dx(x, y)), static_cast<float>(dy(x, y))) / 1020);
  }
};

Grey noise(int width, int height, int levels) {
  Grey grey(width, height);
  Random random(static_cast<uint32_t>(width * 1000 + height * 10 + levels));
  for (auto& v : grey.at)
    v = static_cast<uint8_t>(random.below(levels) * 255 / std::max(levels - 1, 1));
  return grey;
}

// Discs, bars and a ramp: long edges, corners, plateaus and ties.
Grey drawing(int width, int height) {
  Grey grey(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double d = std::hypot(x - width * 0.4, y - height * 0.5);
      int v = 40 + (x + 2 * y) % 97;
      if (d < height * 0.35) v = 200 - static_cast<int>(d);
      if (x % 23 < 3) v = 10;
      if ((x + y) % 31 < 4) v += 30;
      grey(x, y) = static_cast<uint8_t>(std::clamp(v, 0, 255));
    }
  }
  return grey;
}

Result canny(const Grey& grey, std::map<std::string, Setting> with, unsigned threads = 0) {
  const auto image = make_image(grey.width, grey.height, 1, grey.at);
  auto result = run_stage("edges.canny", with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

std::vector<uint8_t> edges_of(const Result& result) {
  const auto image = image_of<uint8_t>(result.outputs[1]);
  std::vector<uint8_t> all;
  for (int y = 0; y < image.height(); ++y)
    all.insert(all.end(), image.row(y), image.row(y) + image.width());
  return all;
}

void require_as_model(const Grey& grey, double low, double high, bool l2) {
  CAPTURE(grey.width, grey.height, low, high, l2);
  const Model model{grey, l2};
  const auto result = canny(
      grey, {{"low", low}, {"high", high}, {"norm", std::string(l2 ? "l2" : "l1")}, {"blur", 0.0}});
  REQUIRE(edges_of(result) == model.edges(low, high));
  const auto strength = image_of<float>(result.outputs[0]);
  float worst = 0;
  for (int y = 0; y < grey.height; ++y) {
    for (int x = 0; x < grey.width; ++x) {
      worst = std::max(worst, std::abs(strength.row(y)[x] - model.strength(x, y)));
    }
  }
  REQUIRE(worst < 1e-6F);
}

}  // namespace

TEST_CASE("edges.canny without blur is Canny's definition on every size and norm") {
  const std::pair<int, int> sizes[] = {{1, 1},   {1, 2},    {2, 1},   {1, 9},   {9, 1},   {2, 2},
                                       {3, 3},   {17, 5},   {5, 17},  {64, 64}, {65, 63}, {63, 129},
                                       {31, 64}, {130, 65}, {7, 200}, {200, 7}, {97, 193}};
  for (const auto& [width, height] : sizes) {
    for (const bool l2 : {false, true}) {
      require_as_model(noise(width, height, 256), 50, 100, l2);
      require_as_model(noise(width, height, 256), 300, 600.5, l2);
      require_as_model(noise(width, height, 2), 100, 900, l2);
      require_as_model(noise(width, height, 4), 0, 0, l2);
      require_as_model(drawing(width, height), 30, 200, l2);
      require_as_model(drawing(width, height), 99.5, 99.5, l2);
    }
  }
}

TEST_CASE("edges.canny follows a weak line across all its chunks of rows") {
  // A vertical step of 30 that is strong only in its lowest row.
  Grey grey(40, 400);
  for (int y = 0; y < 400; ++y) {
    for (int x = 20; x < 40; ++x) grey(x, y) = y == 399 ? 200 : 30;
  }
  require_as_model(grey, 60, 300, false);
  const auto edges = edges_of(canny(grey, {{"low", 60.0}, {"high", 300.0}, {"blur", 0.0}}));
  CHECK(std::count(edges.begin(), edges.begin() + 40, 255) == 1);
}

TEST_CASE("edges.canny follows a line that winds through words and chunks many times") {
  // One weak line, up and down over the whole height, that is strong in one corner only.
  Grey grey(330, 200);
  const auto ink = [&](int x, int y) { grey(x, y) = 40; };
  for (int x = 4; x < 320; x += 8) {
    for (int y = 6; y < 194; ++y) ink(x, y);
    const int turn = x / 8 % 2 ? 193 : 6;
    for (int k = 0; k < 8; ++k) ink(x + k, turn);
  }
  for (int y = 100; y < 103; ++y) grey(4, y) = 255;
  require_as_model(grey, 60, 500, false);
  require_as_model(grey, 30, 500, true);
}

TEST_CASE("edges.canny gives the same bytes at any thread count and every time") {
  const auto grey = drawing(301, 517);
  for (const double blur : {0.0, 1.3}) {
    const auto one = canny(grey, {{"blur", blur}}, 1);
    for (const unsigned threads : {1U, 2U}) {
      const auto other = canny(grey, {{"blur", blur}}, threads);
      CHECK(content_of(one.outputs[0]) == content_of(other.outputs[0]));
      CHECK(content_of(one.outputs[1]) == content_of(other.outputs[1]));
    }
  }
}

TEST_CASE("edges.canny blurs with a Gaussian, the border repeated") {
  const auto grey = drawing(70, 90);
  for (const double sigma : {0.3, 1.0, 4.5, 10.0}) {
    CAPTURE(sigma);
    const int radius = static_cast<int>(std::ceil(3 * sigma));
    std::vector<double> weights;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i) {
      weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
      sum += weights.back();
    }
    Grey blurred(grey.width, grey.height);
    for (int y = 0; y < grey.height; ++y) {
      for (int x = 0; x < grey.width; ++x) {
        double v = 0;
        for (int j = -radius; j <= radius; ++j) {
          for (int i = -radius; i <= radius; ++i) {
            v += weights[static_cast<size_t>(i + radius)] *
                 weights[static_cast<size_t>(j + radius)] * grey.clamped(x + i, y + j);
          }
        }
        blurred(x, y) = static_cast<uint8_t>(std::lround(v / sum / sum));
      }
    }
    const auto result = canny(grey, {{"blur", sigma}});
    const auto strength = image_of<float>(result.outputs[0]);
    const Model model{blurred, false};
    float worst = 0;
    for (int y = 0; y < grey.height; ++y) {
      for (int x = 0; x < grey.width; ++x) {
        worst = std::max(worst, std::abs(strength.row(y)[x] - model.strength(x, y)));
      }
    }
    CHECK(worst < 8.0F / 1020);  // each blurred sample may round the other way
  }
}

TEST_CASE("edges.canny finds nothing in a flat picture at any blur") {
  Grey grey(33, 70);
  std::fill(grey.at.begin(), grey.at.end(), 255);
  for (const double blur : {0.0, 1e-300, 0.5, 1.0, 7.7, 10.0}) {
    const auto result = canny(grey, {{"low", 0.0}, {"high", 0.0}, {"blur", blur}});
    CHECK(edges_of(result) == std::vector<uint8_t>(grey.at.size(), 0));
    CHECK(image_of<float>(result.outputs[0]).row(69)[32] == 0.0F);
  }
}

TEST_CASE("edges.canny sees colour as luma and transparency over white") {
  constexpr int width = 37, height = 29;
  Random random(5);
  std::vector<uint8_t> rgb, rgba;
  Grey luma(width, height), over_white(width, height);
  for (int i = 0; i < width * height; ++i) {
    const int c[3] = {random.below(256), random.below(256), random.below(256)};
    const int alpha = i % 3 ? random.below(256) : 0;
    const auto grey = [](int r, int g, int b) {
      return static_cast<uint8_t>((9798 * r + 19235 * g + 3735 * b + 16384) / 32768);
    };
    const auto seen = [&](int v) {
      return static_cast<int>(std::lround((v * alpha + 255.0 * (255 - alpha)) / 255));
    };
    for (const int v : c)
      rgb.push_back(static_cast<uint8_t>(v)), rgba.push_back(static_cast<uint8_t>(v));
    rgba.push_back(static_cast<uint8_t>(alpha));
    luma.at[static_cast<size_t>(i)] = grey(c[0], c[1], c[2]);
    over_white.at[static_cast<size_t>(i)] = grey(seen(c[0]), seen(c[1]), seen(c[2]));
  }
  const auto run = [](const host::Value& image) {
    return run_stage("edges.canny", {{"blur", 0.0}}, {&image});
  };
  const auto opaque = run(make_image(width, height, 3, rgb));
  const auto veiled = run(make_image(width, height, 4, rgba));
  REQUIRE(opaque.status == PIPELINE_OK);
  REQUIRE(veiled.status == PIPELINE_OK);
  CHECK(edges_of(opaque) == Model{luma, false}.edges(50, 100));
  CHECK(edges_of(veiled) == Model{over_white, false}.edges(50, 100));
}

TEST_CASE("edges.canny declares its outputs as data") {
  const auto result = canny(drawing(8, 8), {});
  for (const auto& value : result.outputs) {
    REQUIRE(value.image());
    CHECK(value.image()->colour == PIPELINE_COLOUR_DATA);
    CHECK(value.image()->alpha == PIPELINE_ALPHA_NONE);
    CHECK(value.image()->channels == 1);
  }
}

TEST_CASE("edges.canny refuses thresholds the wrong way round") {
  const auto image = make_image(1, 1, 1, std::vector<uint8_t>{7});
  const auto result = run_stage("edges.canny", {{"low", 120.0}, {"high", 99.5}}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK_THAT(
      result.error,
      ContainsSubstring("low (120) is above high (99.5); give low at most as large as high"));
}
