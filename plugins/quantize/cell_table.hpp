// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "cell_label.hpp"
#include "nearest.hpp"

namespace pipeline::quantize {

// The nearest palette colour for opaque pixels, in two look-ups: the pixel's cell of 8 x 8 x 8
// gives a block of 512 labels, made when first asked for. Exact; of equally near colours the first.
// Any thread: a block's content depends on its cell alone. T: as for CellPalette.
template <class T>
class CellTable {
 public:
  // At most `max_blocks` cells get a block of their own; each pixel of a further one is searched.
  CellTable(Space space, const PalettePlaces& palette, size_t max_blocks);

  // rgb: r, g, b from the lowest byte on; the highest is of no account.
  uint8_t operator()(uint32_t rgb) {
    const uint32_t cell = ((rgb & 0xF8F8F8) * cell_magic) >> 16;
    size_t block = blocks_[cell].load(std::memory_order_acquire);
    if (block >= searched) [[unlikely]] {
      if (block == unknown) block = build(cell, rgb);
      if (block == searched) return search(rgb);
    }
    return labels_[block * cell_colours + (((rgb & 0x070707) * place_magic) >> 23)];
  }

 private:
  // Multipliers that bring the bits of interest of three channels together: the upper five of each
  // to a number of 16 bits that no other cell has, the lower three to r, g, b.
  static constexpr uint32_t cell_magic = 1 | 1 << 13 | 1 << 24;
  static constexpr uint32_t place_magic = 1 << 7 | 1 << 18 | 1 << 29;
  static constexpr size_t cells = 32 * 32 * 32, cell_numbers = 1 << 16;
  static constexpr uint16_t searched = 0xFFFE, unknown = 0xFFFF;

  size_t build(uint32_t cell, uint32_t rgb);
  uint8_t search(uint32_t rgb) const;

  Space space_;
  CellPalette<T> palette_;
  size_t max_blocks_;
  std::vector<std::atomic<uint16_t>> blocks_;  // block of a cell, `unknown` or `searched`
  std::unique_ptr<uint8_t[]> labels_;          // block i < palette size is label i throughout
  std::atomic<size_t> used_;
};

extern template class CellTable<int32_t>;
extern template class CellTable<double>;

}  // namespace pipeline::quantize
