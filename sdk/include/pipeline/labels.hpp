// SPDX-License-Identifier: Apache-2.0
// Views of an index map with its palette.
#pragma once

#include <pipeline/abi.h>
#include <pipeline/image.hpp>

#include <array>
#include <cmath>

namespace pipeline {

// sRGB-encoded, straight alpha, 0..1.
struct Colour {
  float r = 0, g = 0, b = 0, a = 1;

  static constexpr Colour from_u8(int r, int g, int b, int a = 255) {
    return {static_cast<float>(r) / 255.0F, static_cast<float>(g) / 255.0F,
            static_cast<float>(b) / 255.0F, static_cast<float>(a) / 255.0F};
  }
  // Rounded to 8 bits: the inverse of from_u8.
  std::array<uint8_t, 4> to_u8() const {
    const auto byte = [](float v) {
      return static_cast<uint8_t>(std::lround((v < 0 ? 0.0F : v > 1 ? 1.0F : v) * 255.0F));
    };
    return {byte(r), byte(g), byte(b), byte(a)};
  }
  friend constexpr bool operator==(const Colour&, const Colour&) = default;
};

namespace detail {
inline Colour colour_at(const float* rgba, size_t i) {
  return {rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2], rgba[4 * i + 3]};
}
}  // namespace detail

// An input of labels.
class Labels {
 public:
  explicit Labels(const pipeline_labels& raw) : raw_(raw) {}

  int width() const { return raw_.width; }
  int height() const { return raw_.height; }
  uint32_t count() const { return raw_.count; }
  uint32_t sample() const { return raw_.sample; }
  bool has_palette() const { return raw_.palette != nullptr; }
  Colour palette(uint32_t label) const { return detail::colour_at(raw_.palette, label); }

  // Row y; T is uint8_t or uint32_t as sample() says.
  template <class T>
  const T* row(int64_t y) const {
    return detail::row_at<const T>(raw_.labels, y, raw_.stride);
  }
  // One label, whatever the sample type; for code where speed does not matter.
  uint32_t at(int64_t x, int64_t y) const {
    return raw_.sample == PIPELINE_U8 ? row<uint8_t>(y)[x] : row<uint32_t>(y)[x];
  }
  const pipeline_labels& raw() const { return raw_; }

 private:
  pipeline_labels raw_;
};

// An output of labels of type T (uint8_t or uint32_t), made by Call::make_labels.
template <class T>
class LabelsOut {
 public:
  LabelsOut(const pipeline_labels& raw, float* palette) : raw_(raw), palette_(palette) {}

  int width() const { return raw_.width; }
  int height() const { return raw_.height; }
  uint32_t count() const { return raw_.count; }
  T* row(int64_t y) const { return detail::row_at<T>(raw_.labels, y, raw_.stride); }
  void set_palette(uint32_t label, const Colour& c) const {
    float* p = palette_ + 4 * static_cast<size_t>(label);
    p[0] = c.r, p[1] = c.g, p[2] = c.b, p[3] = c.a;
  }

 private:
  pipeline_labels raw_;
  float* palette_;
};

}  // namespace pipeline
