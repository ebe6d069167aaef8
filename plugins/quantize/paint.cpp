// SPDX-License-Identifier: Apache-2.0
#include "paint.hpp"

#include <algorithm>
#include <cstring>

#include "cell_table.hpp"
#include "nearest.hpp"

namespace pipeline::quantize {

namespace {

// Below this many pixels a table is not worth its making.
constexpr int64_t table_pixels = 1 << 14;

template <int Channels>
void paint_row(const uint8_t* labels, int width, const Rgba* colours, uint8_t* out) {
  if constexpr (Channels == 4) {
    for (int x = 0; x < width; ++x) std::memcpy(out + 4 * x, &colours[labels[x]], 4);
  } else {
    // Four bytes at once are one store; the next pixel overwrites the fourth.
    for (int x = 0; x + 1 < width; ++x) std::memcpy(out + 3 * x, &colours[labels[x]], 4);
    std::memcpy(out + 3 * (width - 1), &colours[labels[width - 1]], 3);
  }
}

// Labels rows by find(pixel), then paints each while its labels are at hand.
template <int Channels, class Find>
void paint_rows(int64_t y0, int64_t y1, const Image<const uint8_t>& image, const Palette& palette,
                const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted, Find find) {
  Rgba colours[256];
  std::copy(palette.begin(), palette.end(), colours);
  for (int64_t y = y0; y < y1; ++y) {
    const uint8_t* const in = image.row(y);
    uint8_t* const out = labels.row(y);
    for (int x = 0; x < image.width(); ++x) out[x] = find(in + Channels * x);
    paint_row<Channels>(out, image.width(), colours, painted.row(y));
  }
}

template <int Channels>
void paint_searching(const BasicCall& call, const Image<const uint8_t>& image,
                     const Palette& palette, const LabelsOut<uint8_t>& labels,
                     const Image<uint8_t>& painted) {
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(palette);
    paint_rows<Channels>(y0, y1, image, palette, labels, painted,
                         [&](const uint8_t* p) { return nearest(read<Channels>(p)); });
  });
}

// The table takes at most 2 bytes a pixel, and 4 MiB at least.
size_t max_blocks(const Image<const uint8_t>& image) {
  const int64_t pixels = int64_t{image.width()} * image.height();
  return static_cast<size_t>(std::max<int64_t>(pixels / 256, 8192));
}

void paint_opaque(const BasicCall& call, const Image<const uint8_t>& image, const Palette& palette,
                  const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted) {
  CellTable<int32_t> table(palette, max_blocks(image));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    paint_rows<3>(y0, y1, image, palette, labels, painted,
                  [&](const uint8_t* p) { return table(p[0], p[1], p[2]); });
  });
}

// The table knows opaque pixels; others are searched, but for those met before.
void paint_with_alpha(const BasicCall& call, const Image<const uint8_t>& image,
                      const Palette& palette, const LabelsOut<uint8_t>& labels,
                      const Image<uint8_t>& painted) {
  CellTable<int64_t> table(palette, max_blocks(image));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(palette);
    paint_rows<4>(y0, y1, image, palette, labels, painted, [&](const uint8_t* p) {
      return p[3] == 255 ? table(p[0], p[1], p[2]) : nearest(read<4>(p));
    });
  });
}

}  // namespace

void paint(const BasicCall& call, const Image<const uint8_t>& image, const Palette& palette,
           const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted) {
  const bool small = int64_t{image.width()} * image.height() < table_pixels;
  if (image.channels() == 3) {
    return small ? paint_searching<3>(call, image, palette, labels, painted)
                 : paint_opaque(call, image, palette, labels, painted);
  }
  small ? paint_searching<4>(call, image, palette, labels, painted)
        : paint_with_alpha(call, image, palette, labels, painted);
}

}  // namespace pipeline::quantize
