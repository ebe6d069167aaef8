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

  // Labels `width` pixels of 3 bytes.
  void label_row(const uint8_t* rgb, int width, uint8_t* labels);

 private:
  static constexpr size_t cells = 32 * 32 * 32, cell_colours = 8 * 8 * 8;
  static constexpr uint16_t searched = 0xFFFE, unknown = 0xFFFF;

  struct Reach {
    int count = 0;
    int32_t id[256];
  };

  size_t build(size_t cell);
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
