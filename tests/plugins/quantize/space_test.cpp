// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/space.hpp"

#include "pictures.hpp"

#include <random>

using namespace pipeline;
using namespace pipeline::quantize;
using namespace pipeline::test;

namespace {

constexpr Space spaces[] = {Space::srgb, Space::linear, Space::oklab};
constexpr const char* names[] = {"srgb", "linear", "oklab"};

double light(int v) {
  const double e = v / 255.0;
  return e <= 0.04045 ? e / 12.92 : std::pow((e + 0.055) / 1.055, 2.4);
}

// As the standard and Ottosson's page have it; white is at 255.
std::array<double, 3> place(Space space, int r, int g, int b) {
  if (space == Space::srgb) return {double(r), double(g), double(b)};
  const double x = light(r), y = light(g), z = light(b);
  if (space == Space::linear) return {255 * x, 255 * y, 255 * z};
  const double l = std::cbrt(0.4122214708 * x + 0.5363325363 * y + 0.0514459929 * z);
  const double m = std::cbrt(0.2119034982 * x + 0.6806995451 * y + 0.1073969566 * z);
  const double s = std::cbrt(0.0883024619 * x + 0.2817188376 * y + 0.6299787005 * z);
  return {255 * (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s),
          255 * (1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s),
          255 * (0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)};
}
std::array<double, 4> place(Space space, const Pixel& p) {
  const auto x = place(space, p[0], p[1], p[2]);
  const double alpha = p[3] / 255.0;
  return {x[0] * alpha, x[1] * alpha, x[2] * alpha, 255 * alpha};
}
double square(const std::array<double, 4>& a, const std::array<double, 4>& b) {
  double sum = 0;
  for (size_t d = 0; d < 4; ++d) sum += (a[d] - b[d]) * (a[d] - b[d]);
  return sum;
}

}  // namespace

TEST_CASE("coordinates are those of the definitions, the same on every instruction set") {
  std::mt19937 random(5);
  std::vector<uint32_t> colours{0xFF000000, 0xFFFFFFFF, 0xFF0000FF, 0xFF00FF00, 0xFFFF0000};
  while (colours.size() < 5003) colours.push_back(static_cast<uint32_t>(random()) | 0xFF000000);
  for (const Space space : spaces) {
    CAPTURE(static_cast<int>(space));
    std::vector<int32_t> first[3];
    for (const auto& variant : opaque_places_variants()) {
      CAPTURE(variant.name);
      std::vector<int32_t> x[3];
      for (auto& column : x) column.resize(colours.size());
      int32_t* const columns[3] = {x[0].data(), x[1].data(), x[2].data()};
      variant.run(space, colours.data(), colours.size(), columns);
      double worst = 0;
      for (size_t i = 0; i < colours.size(); ++i) {
        const Rgba c = unpack(colours[i]);
        const auto want = place(space, c.r, c.g, c.b);
        for (size_t d = 0; d < 3; ++d) worst = std::max(worst, std::abs(x[d][i] - 64 * want[d]));
      }
      CHECK(worst < 0.52);
      if (first[0].empty()) std::copy(x, x + 3, first);
      CHECK(std::equal(x, x + 3, first));
    }
  }
}

TEST_CASE("a colour's place gives the colour again") {
  for (const Space space : spaces) {
    CAPTURE(static_cast<int>(space));
    int wrong = 0;
    for (int i = 0; i < 1 << 15; ++i) {
      const Rgba c{byte((i & 31) * 255 / 31), byte((i >> 5 & 31) * 255 / 31),
                   byte((i >> 10) * 255 / 31), 255};
      const auto p = premultiplied(space, c);
      const double x[4] = {p.x[0] / 255.0, p.x[1] / 255.0, p.x[2] / 255.0, p.x[3] / 255.0};
      const Rgba back = colour_at(space, x);
      // Steps of 1/64 of a level are coarse for dark light and for OKLab beside a strong channel.
      const int allowed = space == Space::srgb ? 0 : 1;
      wrong += std::abs(back.r - c.r) > allowed || std::abs(back.g - c.g) > allowed ||
               std::abs(back.b - c.b) > allowed || back.a != 255;
    }
    CHECK(wrong <= (space == Space::oklab ? 330 : 0));
  }
}

TEST_CASE("quantize.kmeans gives every pixel its nearest palette colour in each space") {
  for (size_t s = 0; s < 3; ++s) {
    for (const auto& picture : {photo(90, 61), photo(200, 150), soft_disc(160, 150)}) {
      for (const int colors : {2, 16, 100}) {
        CAPTURE(names[s], picture.channels, picture.width, colors);
        const auto result =
            quantized("quantize.kmeans", picture, {{"colors", colors}, {"space", names[s]}}, 2);
        CHECK(same(result, quantized("quantize.kmeans", picture,
                                     {{"colors", colors}, {"space", names[s]}}, 4)));
        const auto labels = labels_of(result.outputs[0]);
        std::vector<std::array<double, 4>> palette;
        for (const Pixel& p : palette_of(result)) palette.push_back(place(spaces[s], p));
        double worst = 0;
        for (int y = 0; y < picture.height; ++y) {
          for (int x = 0; x < picture.width; ++x) {
            const auto at = place(spaces[s], picture.at(x, y));
            double least = 1e30;
            for (const auto& c : palette) least = std::min(least, square(at, c));
            worst =
                std::max(worst, std::sqrt(square(at, palette[labels.at(x, y)])) - std::sqrt(least));
          }
        }
        CHECK(worst < 0.04);  // coordinates are whole 64ths
      }
    }
  }
}

TEST_CASE("quantize.kmeans errs least in the space that it was asked to err least in") {
  const auto picture = photo(200, 150);
  double errors[3][3];
  for (size_t s = 0; s < 3; ++s) {
    const auto result = quantized("quantize.kmeans", picture, {{"space", names[s]}});
    const auto painted = image_of<uint8_t>(result.outputs[1]);
    for (size_t in = 0; in < 3; ++in) {
      errors[s][in] = 0;
      for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
          const uint8_t* const p = painted.pixel(x, y);
          errors[s][in] += square(place(spaces[in], picture.at(x, y)),
                                  place(spaces[in], {p[0], p[1], p[2], 255}));
        }
      }
    }
  }
  for (size_t in = 0; in < 3; ++in) {
    for (size_t s = 0; s < 3; ++s) {
      CAPTURE(names[s], names[in], errors[s][in], errors[in][in]);
      CHECK(errors[in][in] <= errors[s][in]);
    }
  }
}
