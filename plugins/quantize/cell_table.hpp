// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "rgba.hpp"

namespace pipeline::quantize {

// The nearest colour of an opaque palette (1..256 colours) for any RGB, in two look-ups: the
// colour's cell of 8 x 8 x 8 gives a block of 512 labels, made when first asked for. Exact integer
// distances; of equally near ones the first. Any thread: a block's content depends on its cell
// alone.
class CellTable {
 public:
  // At most `max_blocks` cells get a block of their own; beyond, each pixel of a further one is
  // searched.
  CellTable(const Palette& palette, size_t max_blocks);

  uint8_t operator()(uint8_t r, uint8_t g, uint8_t b) {
    const size_t cell = static_cast<size_t>(r >> 3 << 10 | g >> 3 << 5 | b >> 3);
    const size_t within = static_cast<size_t>((r & 7) << 6 | (g & 7) << 3 | (b & 7));
    size_t block = blocks_[cell].load(std::memory_order_acquire);
    if (block >= searched) [[unlikely]] {
      if (block == unknown) block = build(cell);
      if (block == searched) return search(r, g, b);
    }
    return labels_[block * cell_colours + within];
  }

  // Makes the block of this colour's cell now.
  void prepare(uint8_t r, uint8_t g, uint8_t b) { (*this)(r, g, b); }

 private:
  static constexpr size_t cells = 32 * 32 * 32, cell_colours = 8 * 8 * 8;
  static constexpr uint16_t unknown = 0xFFFF, searched = 0xFFFE;

  struct Reach {
    int count = 0;
    int32_t id[256];
  };

  uint16_t build(size_t cell);
  Reach reach_of(const int32_t (&low)[3]) const;
  void fill(const int32_t (&low)[3], const Reach& reach, uint8_t* labels) const;
  uint8_t search(int r, int g, int b) const;

  int count_;
  int32_t x_[3][256], square_[256];
  size_t max_blocks_;
  std::vector<std::atomic<uint16_t>> blocks_;  // block of a cell, `unknown` or `searched`
  std::unique_ptr<uint8_t[]> labels_;          // block i < count_ is label i throughout
  std::atomic<size_t> used_;
};

}  // namespace pipeline::quantize
