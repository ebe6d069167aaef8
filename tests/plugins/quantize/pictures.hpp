// SPDX-License-Identifier: Apache-2.0
// Pictures drawn for the tests of quantizers, and what is true of all their results.
#pragma once

#include "support/catch.hpp"
#include "support/stage.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace pipeline::test {

using Pixel = std::array<uint8_t, 4>;

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

struct Picture {
  int width, height, channels;
  std::vector<uint8_t> samples;

  Pixel at(int x, int y) const {
    const auto i = static_cast<size_t>((y * width + x) * channels);
    Pixel p{samples[i], samples[i + 1], samples[i + 2],
            channels == 4 ? samples[i + 3] : uint8_t{255}};
    return p[3] ? p : Pixel{};
  }
  host::Value value() const { return make_image(width, height, channels, samples); }
};

template <class Fill>
inline Picture draw(int width, int height, int channels, Fill fill) {
  Picture picture{width, height, channels, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Pixel p = fill(x, y);
      picture.samples.insert(picture.samples.end(), p.begin(), p.begin() + channels);
    }
  }
  return picture;
}

inline uint8_t byte(double v) { return static_cast<uint8_t>(std::clamp(v, 0.0, 255.0)); }

// Soft hills of colour with grain: more distinct colours than any table of them holds.
inline Picture photo(int width, int height) {
  Random random(3);
  return draw(width, height, 3, [&](int x, int y) {
    const double u = 6.0 * x / width, v = 6.0 * y / height;
    const int grain = random.below(24);
    return Pixel{byte(128 + 90 * std::sin(u + v) + grain),
                 byte(110 + 80 * std::cos(u * 1.3) + grain),
                 byte(100 + 100 * std::sin(v * 0.7 + 1) * std::cos(u) + grain), 255};
  });
}

// A disc with a soft border on nothing, under which there are colours that must not count.
inline Picture soft_disc(int width, int height) {
  Random random(9);
  return draw(width, height, 4, [&](int x, int y) {
    const double d = std::hypot(x - width / 2.0, y - height / 2.0);
    const double alpha = 255 * (height / 2.5 - d) / 12;
    return Pixel{byte(random.below(256)), byte(255.0 * x / width), byte(255.0 * y / height),
                 byte(alpha)};
  });
}

inline std::vector<Pixel> palette_of(const Result& result) {
  const auto labels = labels_of(result.outputs[0]);
  std::vector<Pixel> palette;
  for (uint32_t i = 0; i < labels.count(); ++i) palette.push_back(labels.palette(i).to_u8());
  return palette;
}

// Squared distance of premultiplied colours, times 255^2.
inline int64_t distance(const Pixel& a, const Pixel& b) {
  int64_t sum = 0;
  for (size_t d = 0; d < 4; ++d) {
    const int64_t way = d < 3 ? a[d] * a[3] - b[d] * b[3] : 255 * (a[3] - b[3]);
    sum += way * way;
  }
  return sum;
}

// Every pixel has the first of its nearest palette colours, and is painted with it.
inline void require_nearest(const Picture& picture, const Result& result) {
  const auto palette = palette_of(result);
  const auto labels = labels_of(result.outputs[0]);
  const auto painted = image_of<uint8_t>(result.outputs[1]);
  REQUIRE(labels.width() == picture.width);
  REQUIRE(labels.height() == picture.height);
  REQUIRE(labels.sample() == PIPELINE_U8);
  REQUIRE(painted.channels() == picture.channels);
  size_t wrong_labels = 0, wrong_paint = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const Pixel pixel = picture.at(x, y);
      uint32_t best = 0;
      for (uint32_t i = 1; i < palette.size(); ++i) {
        if (distance(pixel, palette[i]) < distance(pixel, palette[best])) best = i;
      }
      wrong_labels += labels.at(x, y) != best;
      wrong_paint += !std::equal(painted.pixel(x, y), painted.pixel(x, y) + picture.channels,
                                 palette[best].begin());
    }
  }
  REQUIRE(wrong_labels == 0);
  REQUIRE(wrong_paint == 0);
}

inline Result quantized(const std::string& stage, const Picture& picture,
                        const std::map<std::string, Setting>& with, unsigned threads = 0) {
  const auto image = picture.value();
  auto result = run_stage(stage, with, {&image}, threads);
  INFO(result.error);
  REQUIRE(result.status == PIPELINE_OK);
  return result;
}

inline bool same(const Result& a, const Result& b) {
  return content_of(a.outputs[0]) == content_of(b.outputs[0]) &&
         content_of(a.outputs[1]) == content_of(b.outputs[1]);
}

}  // namespace pipeline::test
