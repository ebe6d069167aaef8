// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/paint.hpp"

#include <algorithm>
#include <cstring>

#include "plugins/quantize/common/cell_table.hpp"
#include "plugins/quantize/common/nearest.hpp"

namespace pipeline::quantize {

namespace {

// Below this many pixels a table is not worth its making.
constexpr int64_t table_pixels = 1 << 14;

// Reads 3 or 4 bytes as one number; the fourth is the alpha, or of no account.
template <int Bytes>
uint32_t load(const uint8_t* p) {
  uint32_t v = 0;
  std::memcpy(&v, p, Bytes);
  return v;
}

// Labels and paints rows by find(pointer to a pixel, its bytes as one number). Pixels of three
// channels are read and written four bytes at once, but for the last of a row: the next pixel
// overwrites the fourth.
template <int Channels, class Find>
void paint_rows(int64_t y0, int64_t y1, const Image<const uint8_t>& image, const Palette& palette,
                const LabelsOut<uint8_t>& labels, const Image<uint8_t>& painted, Find find) {
  uint32_t colours[256];
  for (size_t i = 0; i < palette.size(); ++i) colours[i] = pack(palette[i]);
  for (int64_t y = y0; y < y1; ++y) {
    const uint8_t* in = image.row(y);
    uint8_t *label = labels.row(y), *out = painted.row(y);
    for (int x = 1; x < image.width(); ++x, in += Channels, out += Channels) {
      *label = find(in, load<4>(in));
      std::memcpy(out, &colours[*label++], 4);
    }
    *label = find(in, load<Channels>(in));
    std::memcpy(out, &colours[*label], Channels);
  }
}

template <int Channels>
void paint_searching(const BasicCall& call, const Image<const uint8_t>& image, Space space,
                     const Palette& palette, const LabelsOut<uint8_t>& labels,
                     const Image<uint8_t>& painted) {
  const PalettePlaces places(space, palette);
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(space, places);
    paint_rows<Channels>(y0, y1, image, palette, labels, painted,
                         [&](const uint8_t* p, uint32_t) { return nearest(read<Channels>(p)); });
  });
}

// As paint_rows for three channels, with the pixels' cells found many at a time.
void paint_opaque_rows(int64_t y0, int64_t y1, const Image<const uint8_t>& image,
                       const Palette& palette, const LabelsOut<uint8_t>& labels,
                       const Image<uint8_t>& painted, CellTable<int32_t>& table) {
  constexpr size_t at_once = 256;
  const auto index_pixels = index_pixels_variants().back().run;
  const CellTable<int32_t>::Finder find(table);
  const auto width = static_cast<size_t>(image.width());
  uint16_t cells[at_once], places[at_once];
  uint32_t colours[256];
  for (size_t i = 0; i < palette.size(); ++i) colours[i] = pack(palette[i]);
  for (int64_t y = y0; y < y1; ++y) {
    for (size_t begin = 0; begin < width; begin += at_once) {
      const size_t count = std::min(at_once, width - begin);
      index_pixels(image.row(y) + 3 * begin, count, cells, places);
      uint8_t *label = labels.row(y) + begin, *out = painted.row(y) + 3 * begin;
      for (size_t i = 0; i + 1 < count; ++i) {
        label[i] = find(cells[i], places[i]);
        std::memcpy(out + 3 * i, &colours[label[i]], 4);
      }
      label[count - 1] = find(cells[count - 1], places[count - 1]);
      std::memcpy(out + 3 * (count - 1), &colours[label[count - 1]], 3);
    }
  }
}

void paint_opaque(const BasicCall& call, const Image<const uint8_t>& image, Space space,
                  const Palette& palette, const LabelsOut<uint8_t>& labels,
                  const Image<uint8_t>& painted) {
  CellTable<int32_t> table(call, space, PalettePlaces(space, palette));
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    paint_opaque_rows(y0, y1, image, palette, labels, painted, table);
  });
}

// The table knows opaque pixels; others are searched, but for those met before.
void paint_with_alpha(const BasicCall& call, const Image<const uint8_t>& image, Space space,
                      const Palette& palette, const LabelsOut<uint8_t>& labels,
                      const Image<uint8_t>& painted) {
  const PalettePlaces places(space, palette);
  CellTable<double> table(call, space, places);
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    Nearest nearest(space, places);
    const CellTable<double>::Finder find(table);
    paint_rows<4>(y0, y1, image, palette, labels, painted,
                  [find, &nearest](const uint8_t* p, uint32_t rgba) {
                    return p[3] == 255 ? find(rgba) : nearest(read<4>(p));
                  });
  });
}

}  // namespace

void paint(const BasicCall& call, const Image<const uint8_t>& image, Space space,
           const Palette& palette, const LabelsOut<uint8_t>& labels,
           const Image<uint8_t>& painted) {
  const bool small = int64_t{image.width()} * image.height() < table_pixels;
  if (image.channels() == 3) {
    return small ? paint_searching<3>(call, image, space, palette, labels, painted)
                 : paint_opaque(call, image, space, palette, labels, painted);
  }
  small ? paint_searching<4>(call, image, space, palette, labels, painted)
        : paint_with_alpha(call, image, space, palette, labels, painted);
}

}  // namespace pipeline::quantize
