// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/denoise/planes.hpp"

#include <algorithm>

namespace pipeline::denoise {

namespace {

// The place that a place beyond the border mirrors.
int64_t mirrored(int64_t at, int64_t size) {
  const int64_t period = 2 * size;
  const int64_t inside = ((at % period) + period) % period;
  return std::min(inside, period - 1 - inside);
}

}  // namespace

Planes::Planes(const Image<const uint8_t>& image, int margin)
    : count_(image.channels()),
      margin_(margin),
      rows_(image.height() + 2 * margin),
      stride_(image.width() + 2 * margin),
      samples_(static_cast<size_t>(count_ * rows_ * stride_)) {
  const bool alpha = count_ == 4;
  const int colours = alpha ? count_ - 1 : count_;
  std::vector<int64_t> columns;
  for (int64_t x = 0; x < stride_; ++x) {
    columns.push_back(mirrored(x - margin, image.width()) * count_);
  }
  for (int64_t y = 0; y < rows_; ++y) {
    const uint8_t* const from = image.row(mirrored(y - margin, image.height()));
    for (int c = 0; c < count_; ++c) {
      uint8_t* const to = samples_.data() + (c * rows_ + y) * stride_;
      for (int64_t x = 0; x < stride_; ++x) {
        const uint8_t* const pixel = from + columns[static_cast<size_t>(x)];
        to[x] = alpha && c < colours ? static_cast<uint8_t>((pixel[c] * pixel[colours] + 127) / 255)
                                     : pixel[c];
      }
    }
  }
}

}  // namespace pipeline::denoise
