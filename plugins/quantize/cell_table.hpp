// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "rgba.hpp"

namespace pipeline::quantize {

// The nearest palette colour for opaque pixels, in two look-ups: the pixel's cell of 8 x 8 x 8
// gives a block of 512 labels, made when first asked for. Exact integer distances in the space of
// rgba.hpp; of equally near colours the first. Any thread: a block's content depends on its cell
// alone. Int: int32_t for an opaque palette; int64_t for any, whose premultiplied colours are
// finer.
template <class Int>
class CellTable {
 public:
  // At most `max_blocks` cells get a block of their own; each pixel of a further one is searched.
  CellTable(const Palette& palette, size_t max_blocks);

  uint8_t operator()(uint32_t r, uint32_t g, uint32_t b) {
    const size_t cell = r >> 3 << 10 | g >> 3 << 5 | b >> 3;
    size_t block = blocks_[cell].load(std::memory_order_acquire);
    if (block == unknown) [[unlikely]]
      block = build(cell);
    if (block == searched) [[unlikely]]
      return search(r, g, b);
    return labels_[block * cell_colours + ((r & 7) << 6 | (g & 7) << 3 | (b & 7))];
  }

 private:
  static constexpr size_t cells = 32 * 32 * 32, cell_colours = 8 * 8 * 8;
  static constexpr uint16_t searched = 0xFFFE, unknown = 0xFFFF;

  // How many steps of a palette coordinate make one of a pixel's.
  static constexpr Int fine = sizeof(Int) == 4 ? 1 : 255;

  struct Reach {
    size_t count = 0;
    uint8_t label[256];
  };

  size_t build(size_t cell);
  Reach reach_of(const Int (&low)[3]) const;
  void fill(const Int (&low)[3], const Reach& reach, uint8_t* labels) const;
  uint8_t search(uint32_t r, uint32_t g, uint32_t b) const;

  size_t count_;
  Int x_[3][256], square_[256];  // colours, and their squared distances from opaque black
  size_t max_blocks_;
  std::vector<std::atomic<uint16_t>> blocks_;  // block of a cell, `unknown` or `searched`
  std::unique_ptr<uint8_t[]> labels_;          // block i < count_ is label i throughout
  std::atomic<size_t> used_;
};

extern template class CellTable<int32_t>;
extern template class CellTable<int64_t>;

}  // namespace pipeline::quantize
