// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/resize/rows.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace pipeline::resize {

namespace {

// Input pixels of a tile, and input rows that are brought into floats at a time: what a chunk works
// on fits into a core's second cache.
constexpr int64_t tile_pixels = 1024;
constexpr int64_t block_rows = 32;

size_t sample_bytes(uint32_t sample) {
  return sample == PIPELINE_U8 ? 1 : sample == PIPELINE_U16 ? 2 : 4;
}

size_t pixel_bytes(const pipeline_image& image) {
  return sample_bytes(image.sample) * static_cast<size_t>(image.channels);
}

char* address(const pipeline_image& image, int64_t x, int64_t y) {
  return static_cast<char*>(image.pixels) + y * static_cast<int64_t>(image.stride) +
         x * static_cast<int64_t>(pixel_bytes(image));
}

template <size_t Bytes>
void copy_pixels(const char* row, const std::vector<int32_t>& columns, char* to) {
  for (const int32_t x : columns) {
    std::memcpy(to, row + static_cast<size_t>(x) * Bytes, Bytes);
    to += Bytes;
  }
}

void copy_pixels(size_t bytes, const char* row, const std::vector<int32_t>& columns, char* to) {
  switch (bytes) {
    case 1:
      return copy_pixels<1>(row, columns, to);
    case 2:
      return copy_pixels<2>(row, columns, to);
    case 3:
      return copy_pixels<3>(row, columns, to);
    case 4:
      return copy_pixels<4>(row, columns, to);
    case 6:
      return copy_pixels<6>(row, columns, to);
    case 8:
      return copy_pixels<8>(row, columns, to);
    case 12:
      return copy_pixels<12>(row, columns, to);
    default:
      return copy_pixels<16>(row, columns, to);
  }
}

}  // namespace

// Input columns [begin, end), and for each output row of the chunk its sum of them.
struct Resizer::Tile {
  int64_t begin, end;
  size_t samples, pitch;
  std::vector<float> sums;
  std::vector<float> block;  // input rows that are not read as they are

  float* row(int64_t y) { return sums.data() + static_cast<size_t>(y) * pitch; }
};

Resizer::Resizer(const pipeline_image& from, const pipeline_image& to, Filter filter,
                 bool linear_light)
    : from_(from),
      to_(to),
      light_{from.sample, from.channels, from.alpha, linear_light},
      columns_(filter, from.width, to.width),
      rows_(filter, from.height, to.height),
      kernels_(kernels().back()) {}

void Resizer::rows(int64_t y0, int64_t y1) const {
  const auto channels = static_cast<size_t>(from_.channels);
  const int64_t step = std::max<int64_t>(1, tile_pixels * to_.width / from_.width);
  std::vector<float> line(static_cast<size_t>(std::min<int64_t>(step, to_.width)) * channels +
                          padding);
  Tile tile{};
  for (int64_t x0 = 0; x0 < to_.width; x0 += step) {
    const int64_t x1 = std::min<int64_t>(x0 + step, to_.width);
    tile.begin = columns_.begin(x0);
    tile.end = columns_.end(x1 - 1);
    tile.samples = static_cast<size_t>(tile.end - tile.begin) * channels;
    tile.pitch = tile.samples + padding;
    tile.sums.resize(static_cast<size_t>(y1 - y0) * tile.pitch);
    add_down(y0, y1, tile);
    for (int64_t y = y0; y < y1; ++y) {
      kernels_.across(from_.channels, columns_, x0, x1, tile.row(y - y0), tile.begin, line.data());
      char* to = address(to_, x0, y);
      if (light_.as_it_is()) {
        kernels_.round(to_.sample, {line.data(), static_cast<size_t>(x1 - x0) * channels}, to);
      } else {
        light_.store(line.data(), x1 - x0, to);
      }
    }
  }
}

void Resizer::add_down(int64_t y0, int64_t y1, Tile& tile) const {
  const bool as_it_is = light_.as_it_is();
  const uint32_t sample = as_it_is ? from_.sample : uint32_t{PIPELINE_F32};
  const int64_t last = rows_.end(y1 - 1);
  std::vector<const void*> rows;
  if (!as_it_is) tile.block.resize(static_cast<size_t>(block_rows) * tile.samples);
  for (int64_t begin = rows_.begin(y0), end = 0; begin < last; begin = end) {
    end = std::min((begin / block_rows + 1) * block_rows, last);
    rows.clear();
    for (int64_t y = begin; y < end; ++y) {
      rows.push_back(address(from_, tile.begin, y));
      if (as_it_is) continue;
      float* to = tile.block.data() + static_cast<size_t>(y - begin) * tile.samples;
      light_.load(rows.back(), tile.end - tile.begin, to);
      rows.back() = to;
    }
    for (int64_t y = y0; y < y1; ++y) {
      const int64_t low = std::max(begin, rows_.begin(y)), high = std::min(end, rows_.end(y));
      if (low >= high) continue;
      const auto weights = rows_.weights(y).subspan(static_cast<size_t>(low - rows_.begin(y)),
                                                    static_cast<size_t>(high - low));
      kernels_.add_rows(sample, rows.data() + (low - begin), weights, low == rows_.begin(y),
                        {tile.row(y - y0), tile.samples});
    }
  }
}

void nearest_rows(const pipeline_image& from, const pipeline_image& to, int64_t y0, int64_t y1) {
  const auto under = [](int64_t i, int64_t in, int64_t out) {
    return (2 * i + 1) * in / (2 * out);
  };
  std::vector<int32_t> columns;
  for (int64_t x = 0; x < to.width; ++x) {
    columns.push_back(static_cast<int32_t>(under(x, from.width, to.width)));
  }
  for (int64_t y = y0; y < y1; ++y) {
    copy_pixels(pixel_bytes(from), address(from, 0, under(y, from.height, to.height)), columns,
                address(to, 0, y));
  }
}

}  // namespace pipeline::resize
