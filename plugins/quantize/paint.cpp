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

// label_row(y) for rows, then their colours while the labels are at hand.
template <int Channels, class LabelRow>
void paint_rows(int64_t y0, int64_t y1, const Palette& palette, const LabelsOut<uint8_t>& labels,
                const Image<uint8_t>& painted, LabelRow&& label_row) {
  Rgba colours[256];
  std::copy(palette.begin(), palette.end(), colours);
  for (int64_t y = y0; y < y1; ++y) {
    label_row(y);
    paint_row<Channels>(labels.row(y), labels.width(), colours, painted.row(y));
  }
}

// Few pixels, or alpha: each pixel is searched, but for those met before.
template <int Channels>
void paint_searching(const BasicCall& call, const Image<const uint8_t>& image,
                     const Palette& palette, const LabelsOut<uint8_t>& labels,
                     const Image<uint8_t>& painted) {
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(palette);
    paint_rows<Channels>(y0, y1, palette, labels, painted, [&](int64_t y) {
      const uint8_t* p = image.row(y);
      uint8_t* out = labels.row(y);
      for (int x = 0; x < image.width(); ++x, p += Channels) out[x] = nearest(read<Channels>(p));
    });
  });
}

void paint_by_table(const BasicCall& call, const Image<const uint8_t>& image,
                    const Palette& palette, const LabelsOut<uint8_t>& labels,
                    const Image<uint8_t>& painted) {
  const int64_t pixels = int64_t{image.width()} * image.height();
  // The table takes at most 2 bytes a pixel, and 4 MiB at least.
  CellTable table(palette, static_cast<size_t>(std::max<int64_t>(pixels / 256, 8192)));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    paint_rows<3>(y0, y1, palette, labels, painted,
                  [&](int64_t y) { table.label_row(image.row(y), image.width(), labels.row(y)); });
  });
}

}  // namespace

void paint(const BasicCall& call, const Image<const uint8_t>& image, const Palette& palette,
           const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted) {
  if (image.channels() == 4) return paint_searching<4>(call, image, palette, labels, painted);
  if (int64_t{image.width()} * image.height() < table_pixels) {
    return paint_searching<3>(call, image, palette, labels, painted);
  }
  paint_by_table(call, image, palette, labels, painted);
}

}  // namespace pipeline::quantize
