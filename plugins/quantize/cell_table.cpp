// SPDX-License-Identifier: Apache-2.0
#include "cell_table.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace pipeline::quantize {

template <class Int>
CellTable<Int>::CellTable(const Palette& palette, size_t max_blocks)
    : count_(palette.size()),
      max_blocks_(count_ + std::min(max_blocks, cells)),
      blocks_(cells),
      labels_(new uint8_t[max_blocks_ * cell_colours]),
      used_(count_) {
  for (size_t i = 0; i < count_; ++i) {
    const Premultiplied p = premultiplied(palette[i]);
    const Int veil = (65025 - p.x[3]) * fine / 255;
    square_[i] = veil * veil;
    for (size_t d = 0; d < 3; ++d) {
      x_[d][i] = p.x[d] * fine / 255;
      square_[i] += x_[d][i] * x_[d][i];
    }
    std::memset(labels_.get() + i * cell_colours, static_cast<int>(i), cell_colours);
  }
  for (auto& block : blocks_) block.store(unknown, std::memory_order_relaxed);
}

template <class Int>
size_t CellTable<Int>::build(size_t cell) {
  const Int low[3] = {static_cast<Int>(cell >> 10 << 3), static_cast<Int>((cell >> 5 & 31) << 3),
                      static_cast<Int>((cell & 31) << 3)};
  const Reach reach = reach_of(low);
  size_t block = reach.label[0];
  if (reach.count > 1) {
    block = used_.fetch_add(1, std::memory_order_relaxed);
    if (block < max_blocks_) {
      fill(low, reach, labels_.get() + block * cell_colours);
    } else {
      block = searched;
    }
  }
  blocks_[cell].store(static_cast<uint16_t>(block), std::memory_order_release);
  return block;
}

// Colours that are nearest somewhere in the cell, whose corners are at `low` and 7 above: with s
// the nearest to the middle, |p - c|^2 - |p - s|^2 is linear in p. In doubled coordinates all is
// integer.
template <class Int>
typename CellTable<Int>::Reach CellTable<Int>::reach_of(const Int (&low)[3]) const {
  Int score[256];
  for (size_t i = 0; i < count_; ++i) {
    score[i] = square_[i];
    for (size_t d = 0; d < 3; ++d) score[i] -= x_[d][i] * fine * (2 * low[d] + 7);
  }
  const auto s = std::min_element(score, score + count_) - score;
  const Int least = score[s];
  Reach reach;
  for (size_t i = 0; i < count_; ++i) {
    Int way = 0;
    for (size_t d = 0; d < 3; ++d) way += std::abs(x_[d][i] - x_[d][s]);
    if (score[i] - 7 * fine * way <= least) reach.label[reach.count++] = static_cast<uint8_t>(i);
  }
  return reach;
}

// |p - c|^2 less |p|^2, with the label in the low 8 bits, so that a minimum brings its label along.
template <class Int>
void CellTable<Int>::fill(const Int (&low)[3], const Reach& reach, uint8_t* labels) const {
  Int best[cell_colours];
  for (size_t i = 0; i < reach.count; ++i) {
    const size_t c = reach.label[i];
    Int plane[64];
    for (Int j = 0; j < 64; ++j) {
      const Int dot = x_[0][c] * low[0] + x_[1][c] * (low[1] + j / 8) + x_[2][c] * (low[2] + j % 8);
      plane[j] = (square_[c] - 2 * fine * dot) * 256 + static_cast<Int>(c);
    }
    for (Int r = 0; r < 8; ++r) {
      const Int shift = 512 * fine * x_[0][c] * r;
      Int* const row = best + 64 * r;
      if (i == 0) {
        for (int j = 0; j < 64; ++j) row[j] = plane[j] - shift;
      } else {
        for (int j = 0; j < 64; ++j) row[j] = std::min(row[j], plane[j] - shift);
      }
    }
  }
  for (size_t j = 0; j < cell_colours; ++j) labels[j] = static_cast<uint8_t>(best[j]);
}

template <class Int>
uint8_t CellTable<Int>::search(uint32_t r, uint32_t g, uint32_t b) const {
  const Int at[3] = {static_cast<Int>(r), static_cast<Int>(g), static_cast<Int>(b)};
  Int score[256];
  for (size_t i = 0; i < count_; ++i) {
    score[i] = square_[i];
    for (size_t d = 0; d < 3; ++d) score[i] -= 2 * fine * x_[d][i] * at[d];
  }
  return static_cast<uint8_t>(std::min_element(score, score + count_) - score);
}

template class CellTable<int32_t>;
template class CellTable<int64_t>;

}  // namespace pipeline::quantize
