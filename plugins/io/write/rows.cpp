// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/write/rows.hpp"

#include <algorithm>

namespace pipeline::io {

namespace {

unsigned char byte_of(uint16_t v) { return static_cast<unsigned char>((v * 255U + 32895U) >> 16); }
unsigned char byte_of(float v) {
  return v > 0 ? static_cast<unsigned char>(std::min(v, 1.0F) * 255.0F + 0.5F) : uint8_t{0};
}

}  // namespace

Rows::Rows(const AnyImage& picture, uint32_t sample)
    : picture_(picture),
      samples_(static_cast<size_t>(picture.width()) * static_cast<size_t>(picture.channels())) {
  if (sample != picture.sample()) row_.resize(samples_);
}

const unsigned char* Rows::operator[](int64_t y) {
  if (row_.empty())
    return detail::row_at<const unsigned char>(picture_.raw().pixels, y, picture_.raw().stride);
  const auto convert = [&](const auto* from) {
    std::transform(from, from + samples_, row_.begin(), [](auto v) { return byte_of(v); });
  };
  if (picture_.sample() == PIPELINE_U16) {
    convert(picture_.as<const uint16_t>().row(y));
  } else {
    convert(picture_.as<const float>().row(y));
  }
  return row_.data();
}

}  // namespace pipeline::io
