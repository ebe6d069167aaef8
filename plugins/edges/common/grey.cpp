// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/common/grey.hpp"

#include <cstring>

#include "plugins/edges/common/vectorized.hpp"

namespace pipeline::edge {

namespace {

uint8_t luma(int r, int g, int b) {
  return static_cast<uint8_t>((9798 * r + 19235 * g + 3735 * b + (1 << 14)) >> 15);
}

int over_white(int value, int alpha) { return (value * alpha + 255 * (255 - alpha) + 127) / 255; }

}  // namespace

void grey_row(const Image<const uint8_t>& image, int64_t y, uint8_t* out) {
  const uint8_t* p = image.row(y);
  const int width = image.width();
  if (image.channels() == 1) {
    std::memcpy(out, p, static_cast<size_t>(width));
  } else if (image.channels() == 3) {
    vectorized([=] {
      for (int64_t x = 0; x < width; ++x) out[x] = luma(p[3 * x], p[3 * x + 1], p[3 * x + 2]);
    });
  } else {
    for (int x = 0; x < width; ++x, p += 4) {
      out[x] = luma(over_white(p[0], p[3]), over_white(p[1], p[3]), over_white(p[2], p[3]));
    }
  }
}

}  // namespace pipeline::edge
