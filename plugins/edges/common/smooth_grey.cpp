// SPDX-License-Identifier: Apache-2.0
#include "plugins/edges/common/smooth_grey.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "plugins/edges/common/grey.hpp"

namespace pipeline::edge {

namespace {

constexpr int64_t rows_per_chunk = 64;

// Rows [y0, y1): rows blurred across are kept for the chunk and its neighbours above and below.
void blur_rows(const Image<const uint8_t>& image, const Gaussian& blur, int64_t y0, int64_t y1,
               const Plane& out) {
  const int width = image.width();
  const size_t padded_width = padded(width);
  const int radius = blur.radius();
  const int64_t first = std::max<int64_t>(0, y0 - radius);
  const int64_t last = std::min<int64_t>(image.height(), y1 + radius);
  std::vector<uint8_t> line(padded_width + 2 * static_cast<size_t>(radius));
  std::vector<uint16_t> across(static_cast<size_t>(last - first) * padded_width);
  uint8_t* const pixels = line.data() + radius;
  for (int64_t y = first; y < last; ++y) {
    grey_row(image, y, pixels);
    std::memset(line.data(), pixels[0], static_cast<size_t>(radius));
    std::memset(pixels + width, pixels[width - 1], static_cast<size_t>(radius));
    blur.across(line.data(), padded_width,
                across.data() + static_cast<size_t>(y - first) * padded_width);
  }
  std::vector<const uint16_t*> rows(2 * static_cast<size_t>(radius) + 1);
  for (int64_t y = y0; y < y1; ++y) {
    for (int k = -radius; k <= radius; ++k) {
      const int64_t from = std::clamp<int64_t>(y + k, 0, image.height() - 1);
      rows[static_cast<size_t>(k + radius)] =
          across.data() + static_cast<size_t>(from - first) * padded_width;
    }
    blur.down(rows.data(), padded_width, out.row(y));
  }
}

}  // namespace

Plane smooth_grey(const BasicCall& call, const Image<const uint8_t>& image, const Gaussian* blur) {
  Plane out(call, image.width(), image.height());
  call.parallel_for(0, image.height(), rows_per_chunk, [&](int64_t y0, int64_t y1) {
    if (blur) return blur_rows(image, *blur, y0, y1, out);
    for (int64_t y = y0; y < y1; ++y) grey_row(image, y, out.row(y));
  });
  return out;
}

}  // namespace pipeline::edge
