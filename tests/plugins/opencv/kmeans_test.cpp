// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <thread>

using namespace pipeline;
using namespace pipeline::test;

namespace {

using Pixel = std::array<uint8_t, 4>;

uint8_t byte(double v) { return static_cast<uint8_t>(std::clamp(v, 0.0, 255.0)); }

template <class Fill>
host::Value draw(int width, int height, int channels, Fill fill) {
  std::vector<uint8_t> samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Pixel p = fill(x, y);
      samples.insert(samples.end(), p.begin(), p.begin() + channels);
    }
  }
  return make_image(width, height, channels, samples);
}

// Hills of colour; of four channels the top eighth is transparent and the rest fades in.
host::Value hills(int width, int height, int channels) {
  return draw(width, height, channels, [&](int x, int y) {
    const double u = 6.0 * x / width, v = 6.0 * y / height;
    return Pixel{byte(128 + 90 * std::sin(u + v)), byte(110 + 80 * std::cos(u * 1.3)),
                 byte(100 + 100 * std::sin(v * 0.7 + 1) * std::cos(u)),
                 byte(300.0 * (y - height / 8) / height)};
  });
}

Result kmeans(const host::Value& image, const std::map<std::string, Setting>& with,
              unsigned threads = 0, const std::string& id = "opencv.kmeans") {
  auto result = run_stage(id, with, {&image}, threads);
  if (result.status != PIPELINE_OK) throw std::runtime_error(result.error);
  return result;
}

std::vector<Pixel> palette_of(const Result& result) {
  const auto labels = labels_of(result.outputs[0]);
  std::vector<Pixel> palette;
  for (uint32_t i = 0; i < labels.count(); ++i) palette.push_back(labels.palette(i).to_u8());
  return palette;
}

// Labels are in range, all used, and each pixel is painted in its label's colour.
void require_consistent(const host::Value& image, const Result& result) {
  const auto palette = palette_of(result);
  const auto from = image_of<uint8_t>(image), painted = image_of<uint8_t>(result.outputs[1]);
  const auto labels = labels_of(result.outputs[0]);
  REQUIRE(painted.channels() == from.channels());
  REQUIRE(painted.alpha() == from.alpha());
  REQUIRE(labels.sample() == PIPELINE_U8);
  std::set<uint32_t> used;
  size_t out_of_range = 0, wrong_paint = 0, wrong_hole = 0;
  for (int y = 0; y < from.height(); ++y) {
    for (int x = 0; x < from.width(); ++x) {
      const uint32_t label = labels.at(x, y);
      if (label >= palette.size()) {
        ++out_of_range;
        continue;
      }
      used.insert(label);
      const uint8_t* p = painted.pixel(x, y);
      wrong_paint += !std::equal(p, p + from.channels(), palette[label].begin());
      const bool hidden = from.channels() == 4 && from.pixel(x, y)[3] == 0;
      wrong_hole += hidden != (palette[label] == Pixel{0, 0, 0, 0});
    }
  }
  CHECK(out_of_range == 0);
  CHECK(wrong_paint == 0);
  CHECK(wrong_hole == 0);
  CHECK(used.size() == palette.size());
}

double mean_error(const host::Value& image, const Result& result) {
  const auto from = image_of<uint8_t>(image), painted = image_of<uint8_t>(result.outputs[1]);
  double sum = 0;
  for (int y = 0; y < from.height(); ++y) {
    for (int i = 0; i < from.width() * from.channels(); ++i) {
      sum += std::pow(from.row(y)[i] - painted.row(y)[i], 2);
    }
  }
  return sum / from.width() / from.height();
}

std::string bytes_of_both(const Result& result) {
  return content_of(result.outputs[0]) + content_of(result.outputs[1]);
}

}  // namespace

TEST_CASE("opencv.kmeans paints every pixel in its label's colour") {
  for (const int channels : {3, 4}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 5}, {5, 1}, {90, 64}, {257, 130}}) {
      for (const int colors : {2, 3, 16, 256}) {
        CAPTURE(channels, width, height, colors);
        const auto image = hills(width, height, channels);
        const auto result = kmeans(image, {{"colors", colors}});
        CHECK(palette_of(result).size() <= static_cast<size_t>(colors));
        require_consistent(image, result);
      }
    }
  }
}

TEST_CASE("opencv.kmeans finds the colours of a picture that has few, from dark to light") {
  const std::vector<Pixel> own{
      {0, 0, 0, 255}, {255, 0, 0, 255}, {9, 200, 77, 255}, {255, 255, 255, 255}};
  const auto image =
      draw(90, 70, 3, [&](int x, int y) { return own[static_cast<size_t>((x / 30 + y / 7) % 4)]; });
  for (const int colors : {4, 9, 256}) {
    const auto result = kmeans(image, {{"colors", colors}});
    CHECK(palette_of(result) == own);
    CHECK(content_of(result.outputs[1]) == content_of(image));
  }
}

TEST_CASE("opencv.kmeans is about as good as quantize.kmeans") {
  const auto image = hills(320, 200, 3);
  for (const int colors : {4, 16, 64}) {
    CAPTURE(colors);
    const double ours =
        mean_error(image, kmeans(image, {{"colors", colors}}, 0, "quantize.kmeans"));
    CHECK(mean_error(image, kmeans(image, {{"colors", colors}})) < 1.35 * ours);
  }
}

TEST_CASE("opencv.kmeans depends on its seed, not on threads, other calls or calls before") {
  const auto image = hills(300, 200, 4);
  const auto once = bytes_of_both(kmeans(image, {}, 1));
  CHECK(bytes_of_both(kmeans(image, {{"seed", 2}}, 1)) != once);
  for (const unsigned threads : {1U, 2U}) CHECK(bytes_of_both(kmeans(image, {}, threads)) == once);
  std::array<std::string, 4> overlapping;
  std::vector<std::thread> callers;
  for (auto& bytes : overlapping) {
    callers.emplace_back([&] { bytes = bytes_of_both(kmeans(image, {}, 2)); });
  }
  for (auto& caller : callers) caller.join();
  for (const auto& bytes : overlapping) CHECK(bytes == once);
}

TEST_CASE("opencv.kmeans takes the iterations and the tolerance that quantize.kmeans takes") {
  const auto image = hills(300, 200, 3);
  const auto rough = kmeans(image, {{"max_iterations", 1}, {"tolerance", 1.0}});
  const auto fine = kmeans(image, {{"max_iterations", 10000}, {"tolerance", 0.0}});
  CHECK(mean_error(image, fine) < mean_error(image, rough));
}

TEST_CASE("opencv.kmeans handles pictures of nothing but transparency, and of the faintest veil") {
  const auto nothing = draw(9, 8, 4, [](int x, int) { return Pixel{byte(20 * x), 1, 2, 0}; });
  const auto result = kmeans(nothing, {{"colors", 2}});
  CHECK(palette_of(result) == std::vector<Pixel>{{0, 0, 0, 0}});
  require_consistent(nothing, result);
  const auto veil = draw(40, 40, 4, [](int x, int y) {
    return Pixel{byte(6 * x), byte(6 * y), 0, 1};
  });
  require_consistent(veil, kmeans(veil, {{"colors", 3}}));
}

TEST_CASE("opencv.kmeans refuses four channels without alpha") {
  const auto image = make_image(1, 1, 4, std::vector<uint8_t>{1, 2, 3, 4}, PIPELINE_COLOUR_SRGB,
                                PIPELINE_ALPHA_NONE);
  const auto result = run_stage("opencv.kmeans", {}, {&image});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK_THAT(result.error,
             ContainsSubstring(
                 "the image has 4 channels without alpha; expected 3 without or 4 with alpha: "
                 "put image.convert before"));
}
