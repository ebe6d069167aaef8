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

template <int Channels, class Find>
void paint_row(const uint8_t* in, int width, const Palette& palette, Find&& find, uint8_t* labels,
               uint8_t* out) {
  for (int x = 0; x < width; ++x, in += Channels, out += Channels) {
    const uint8_t label = find(in);
    labels[x] = label;
    std::memcpy(out, &palette[label], Channels);
  }
}

// Few pixels, or alpha: each pixel is searched, but for those met before.
template <int Channels>
void paint_searching(const BasicCall& call, const Image<const uint8_t>& image,
                     const Palette& palette, const LabelsOut<uint8_t>& labels,
                     const Image<uint8_t>& painted) {
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(palette);
    for (int64_t y = y0; y < y1; ++y) {
      paint_row<Channels>(
          image.row(y), image.width(), palette,
          [&](const uint8_t* p) { return nearest(read<Channels>(p)); }, labels.row(y),
          painted.row(y));
    }
  });
}

void paint_by_table(const BasicCall& call, const Image<const uint8_t>& image,
                    const Palette& palette, const LabelsOut<uint8_t>& labels,
                    const Image<uint8_t>& painted) {
  const int64_t pixels = int64_t{image.width()} * image.height();
  // The table takes at most 2 bytes a pixel, and 4 MiB at least.
  CellTable table(palette, static_cast<size_t>(std::max<int64_t>(pixels / 256, 8192)));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      paint_row<3>(
          image.row(y), image.width(), palette,
          [&](const uint8_t* p) { return table(p[0], p[1], p[2]); }, labels.row(y), painted.row(y));
    }
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
