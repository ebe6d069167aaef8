// SPDX-License-Identifier: Apache-2.0
// Typed views of pixels. A view owns nothing and is cheap to copy; an input is a view of const
// samples, so that writing to it does not compile.
#pragma once

#include <pipeline/abi.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pipeline {

namespace detail {
template <class T>
inline constexpr uint32_t sample_of = 0;
template <>
inline constexpr uint32_t sample_of<uint8_t> = PIPELINE_U8;
template <>
inline constexpr uint32_t sample_of<uint16_t> = PIPELINE_U16;
template <>
inline constexpr uint32_t sample_of<uint32_t> = PIPELINE_U32;
template <>
inline constexpr uint32_t sample_of<float> = PIPELINE_F32;

template <class T>
T* row_at(void* base, int64_t y, size_t stride) {
  return reinterpret_cast<T*>(static_cast<unsigned char*>(base) + y * static_cast<int64_t>(stride));
}
}  // namespace detail

// Interleaved samples of type T. Channels 0: the count is known at run time only.
template <class T, int Channels = 0>
class Image {
 public:
  using Sample = std::remove_const_t<T>;
  static constexpr uint32_t sample = detail::sample_of<Sample>;
  static constexpr int fixed_channels = Channels;

  explicit Image(const pipeline_image& raw) : raw_(raw) {}

  int width() const { return raw_.width; }
  int height() const { return raw_.height; }
  int channels() const { return Channels ? Channels : raw_.channels; }
  uint32_t colour() const { return raw_.colour; }
  uint32_t alpha() const { return raw_.alpha; }
  bool has_alpha() const { return raw_.alpha != PIPELINE_ALPHA_NONE; }
  size_t stride() const { return raw_.stride; }  // bytes
  T* row(int64_t y) const { return detail::row_at<T>(raw_.pixels, y, raw_.stride); }
  T* pixel(int64_t x, int64_t y) const { return row(y) + x * channels(); }
  const pipeline_image& raw() const { return raw_; }

 private:
  pipeline_image raw_;
};

using Grey8 = Image<uint8_t, 1>;
using Rgb8 = Image<uint8_t, 3>;
using Rgba8 = Image<uint8_t, 4>;
using GreyF = Image<float, 1>;
using RgbF = Image<float, 3>;

// An image whose sample type is known at run time only.
class AnyImage {
 public:
  explicit AnyImage(const pipeline_image& raw) : raw_(raw) {}

  int width() const { return raw_.width; }
  int height() const { return raw_.height; }
  int channels() const { return raw_.channels; }
  uint32_t sample() const { return raw_.sample; }
  uint32_t colour() const { return raw_.colour; }
  uint32_t alpha() const { return raw_.alpha; }
  bool has_alpha() const { return raw_.alpha != PIPELINE_ALPHA_NONE; }
  const pipeline_image& raw() const { return raw_; }

  // This image as one of samples T; the caller has looked at sample().
  template <class T>
  Image<T> as() const {
    return Image<T>(raw_);
  }

 private:
  pipeline_image raw_;
};

}  // namespace pipeline
