// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/basic_call.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

#include "plugins/quantize/common/cell_index.hpp"
#include "plugins/quantize/common/cell_label.hpp"
#include "plugins/quantize/common/nearest.hpp"

namespace pipeline::quantize {

// The nearest palette colour for opaque pixels, in two look-ups: the pixel's cell of 8 x 8 x 8
// gives a block of 512 labels, made when first asked for. Exact; of equally near colours the first.
// Any thread: a block's content depends on its cell alone. T: as for CellPalette.
template <class T>
class CellTable {
 public:
  // In 16 MiB of scratch(), of which only the blocks of cells that occur are touched.
  CellTable(const BasicCall& call, Space space, const PalettePlaces& palette);

  // Looks up; to be held by value in a loop, so that the pixels it writes cannot alias the table.
  class Finder {
   public:
    explicit Finder(CellTable& table)
        : table_(&table), blocks_(table.blocks_.data()), labels_(table.labels_) {}

    // cell, place: see cell_index.hpp.
    uint8_t operator()(size_t cell, size_t place) const {
      size_t block = blocks_[cell].load(std::memory_order_acquire);
      if (block == unknown) [[unlikely]]
        block = table_->build(cell);
      return labels_[block * cell_colours + place];
    }
    // rgb: r, g, b from the lowest byte on; the highest is of no account.
    uint8_t operator()(uint32_t rgb) const {
      const uint16_t r = rgb & 255, g = rgb >> 8 & 255, b = rgb >> 16 & 255;
      return (*this)(cell_of(r, g, b), place_in_cell(r, g, b));
    }

   private:
    CellTable* table_;
    const std::atomic<uint16_t>* blocks_;
    const uint8_t* labels_;
  };

 private:
  static constexpr uint16_t unknown = 0xFFFF;

  size_t build(size_t cell);

  Space space_;
  CellPalette<T> palette_;
  std::vector<std::atomic<uint16_t>> blocks_;  // block of a cell, or `unknown`
  uint8_t* labels_;                            // block i < palette size is label i throughout
  std::mutex mutex_;
  size_t used_;  // blocks, under the mutex
};

extern template class CellTable<int32_t>;
extern template class CellTable<double>;

}  // namespace pipeline::quantize
