// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <cmath>

using namespace pipeline;
using namespace pipeline::test;

namespace {

using With = std::map<std::string, Setting>;

struct Picture {
  int width, height, channels;
  std::vector<uint8_t> at;

  int mirrored(int v, int size) const {
    const int period = 2 * size, inside = ((v % period) + period) % period;
    return std::min(inside, period - 1 - inside);
  }
  const uint8_t* pixel(int x, int y) const {
    return &at[static_cast<size_t>((mirrored(y, height) * width + mirrored(x, width)) * channels)];
  }
  host::Value value() const { return make_image(width, height, channels, at); }
};

uint32_t grain(int i) {
  uint32_t v = static_cast<uint32_t>(i) * 2654435761U + 12345U;
  for (int k = 0; k < 3; ++k) v = v * 1664525U + 1013904223U;
  return v >> 8;
}

// A disc and bars with noise that is nearly Gaussian, of the standard deviation `sigma`.
Picture drawing(int width, int height, int channels, double sigma) {
  Picture p{width, height, channels, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const bool disc = std::hypot(x - width / 2, y - height / 2) < height / 3;
        double v = disc ? 180 - 50 * c : x / 9 % 2 ? 60 + 40 * c : 110;
        double sum = 0;
        for (int k = 0; k < 12; ++k) sum += grain(((y * width + x) * 4 + c) * 12 + k) / 16777216.0;
        v += (sum - 6) * sigma;
        if (c == 3) v = x % 11 == 0 ? 0 : x % 3 ? 255 : 140;
        p.at.push_back(static_cast<uint8_t>(std::clamp(v + 0.5, 0.0, 255.0)));
      }
    }
  }
  return p;
}

// One pass as the definition reads.
Picture plain_pass(const Picture& p, double sigma, int radius, int patch) {
  const bool alpha = p.channels == 4;
  const int colours = alpha ? 3 : p.channels;
  const auto sample = [&](int x, int y, int c) {
    const uint8_t* v = p.pixel(x, y);
    return alpha && c < 3 ? (v[c] * v[3] + 127) / 255 : int{v[c]};
  };
  Picture out = p;
  const float like = static_cast<float>(16 * p.channels * sigma * sigma / 4);
  const float slope = 1 / (3 * like);
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      float weights = 0, sums[3] = {};
      for (int dy = -radius; dy <= radius; ++dy) {
        for (int dx = -radius; dx <= radius; ++dx) {
          int distance = 0;
          for (int v = -patch; v <= patch; ++v) {
            for (int u = -patch; u <= patch; ++u) {
              int apart = 0;
              for (int c = 0; c < p.channels; ++c) {
                const int d = sample(x + u, y + v, c) - sample(x + u + dx, y + v + dy, c);
                apart += d * d / 8;
              }
              distance += std::min(apart, 65535 / 16) *
                          (patch ? (2 - std::abs(u)) * (2 - std::abs(v)) : 16);
            }
          }
          const float near =
              std::max(0.0F, 1 - std::max(0.0F, static_cast<float>(distance) - like) * slope);
          weights += near * near * static_cast<float>(alpha ? sample(x + dx, y + dy, 3) : 1);
          for (int c = 0; c < colours; ++c)
            sums[c] += near * near * static_cast<float>(sample(x + dx, y + dy, c));
        }
      }
      uint8_t* const to = &out.at[static_cast<size_t>((y * p.width + x) * p.channels)];
      if (alpha && to[3] == 0) continue;
      for (int c = 0; c < colours; ++c) {
        to[c] = static_cast<uint8_t>(
            std::min(sums[c] * (alpha ? 255.0F : 1.0F) / weights + 0.5F, 255.0F));
      }
    }
  }
  return out;
}

std::vector<uint8_t> samples_of(const Result& result) {
  const auto image = image_of<uint8_t>(result.outputs[0]);
  std::vector<uint8_t> all;
  for (int y = 0; y < image.height(); ++y)
    all.insert(all.end(), image.row(y), image.row(y) + image.width() * image.channels());
  return all;
}

std::vector<uint8_t> denoised(const Picture& p, const With& with = {}, unsigned threads = 0) {
  const auto image = p.value();
  const auto result = run_stage("image.denoise", with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return samples_of(result);
}

double error(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

}  // namespace

TEST_CASE("image.denoise is means over like patches, then over like pixels", "[image]") {
  for (const int channels : {1, 3, 4}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 3}, {37, 21}}) {
      for (const double strength : {2.0, 9.0, 30.0}) {
        for (const int radius : {1, 3}) {
          CAPTURE(channels, width, height, strength, radius);
          const auto p = drawing(width, height, channels, 8);
          const auto expected = plain_pass(plain_pass(p, strength, radius, 1), strength, radius, 0);
          REQUIRE(denoised(p, {{"strength", strength}, {"radius", radius}}) == expected.at);
        }
      }
    }
  }
}

TEST_CASE("image.denoise takes noise away and keeps edges", "[image]") {
  const auto clean = drawing(96, 80, 3, 0);
  for (const double sigma : {4.0, 8.0, 14.0}) {
    const auto noisy = drawing(96, 80, 3, sigma);
    const double before = error(noisy.at, clean.at);
    CAPTURE(sigma, before);
    CHECK(error(denoised(noisy, {{"strength", sigma}}), clean.at) < before * 0.55);
    CHECK(error(denoised(noisy), clean.at) < before * 0.65);  // by its own estimate
  }
  // An edge of 80 levels is as steep as before.
  const auto after = denoised(drawing(96, 80, 3, 8), {{"strength", 8.0}});
  CHECK(std::abs(after[3 * 8] - after[3 * 9]) > 35);
  CHECK(error(denoised(clean), clean.at) < 1);
}

TEST_CASE("image.denoise leaves flat pictures and alpha as they are", "[image]") {
  for (const int channels : {1, 3, 4}) {
    Picture flat{20, 17, channels,
                 std::vector<uint8_t>(static_cast<size_t>(20 * 17 * channels), 93)};
    CHECK(denoised(flat) == flat.at);
    CHECK(denoised(flat, {{"strength", 30.0}}) == flat.at);
  }
  const auto p = drawing(40, 30, 4, 10);
  const auto after = denoised(p, {{"strength", 20.0}});
  for (size_t i = 0; i < p.at.size(); i += 4) {
    REQUIRE(after[i + 3] == p.at[i + 3]);
    if (p.at[i + 3] == 0) REQUIRE(std::equal(&p.at[i], &p.at[i + 3], &after[i]));
  }
}

TEST_CASE("image.denoise: what nobody sees does not bleed in", "[image]") {
  Picture p{30, 20, 4, {}};
  for (int i = 0; i < 600; ++i) {
    const bool clear = i % 30 < 15;
    for (const int v : {clear ? 255 : 40, clear ? 0 : 50, clear ? 255 : 60, clear ? 0 : 255}) {
      p.at.push_back(static_cast<uint8_t>(v));
    }
  }
  CHECK(denoised(p, {{"strength", 30.0}}) == p.at);
}

TEST_CASE("image.denoise gives the same bytes at any thread count", "[image]") {
  const auto p = drawing(77, 130, 3, 6);
  const auto one = denoised(p, {}, 1);
  for (const unsigned threads : {2U, 4U}) CHECK(denoised(p, {}, threads) == one);
}
