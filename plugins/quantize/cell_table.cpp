// SPDX-License-Identifier: Apache-2.0
#include "cell_table.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace pipeline::quantize {

CellTable::CellTable(const Palette& palette, size_t max_blocks)
    : count_(static_cast<int>(palette.size())),
      max_blocks_(palette.size() + std::min(max_blocks, cells)),
      blocks_(cells),
      labels_(new uint8_t[max_blocks_ * cell_colours]),
      used_(palette.size()) {
  for (size_t i = 0; i < palette.size(); ++i) {
    x_[0][i] = palette[i].r, x_[1][i] = palette[i].g, x_[2][i] = palette[i].b;
    square_[i] = x_[0][i] * x_[0][i] + x_[1][i] * x_[1][i] + x_[2][i] * x_[2][i];
    std::memset(labels_.get() + i * cell_colours, static_cast<int>(i), cell_colours);
  }
  for (auto& block : blocks_) block.store(unknown, std::memory_order_relaxed);
}

void CellTable::label_row(const uint8_t* rgb, int width, uint8_t* labels) {
  // Copies that a store to labels cannot seem to change.
  const std::atomic<uint16_t>* const blocks = blocks_.data();
  const uint8_t* const known = labels_.get();
  for (int x = 0; x < width; ++x) {
    const uint32_t r = rgb[3 * x], g = rgb[3 * x + 1], b = rgb[3 * x + 2];
    const size_t cell = r >> 3 << 10 | g >> 3 << 5 | b >> 3;
    size_t block = blocks[cell].load(std::memory_order_acquire);
    if (block == unknown) [[unlikely]]
      block = build(cell);
    if (block == searched) [[unlikely]] {
      labels[x] = search(rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]);
      continue;
    }
    labels[x] = known[block * cell_colours + ((r & 7) << 6 | (g & 7) << 3 | (b & 7))];
  }
}

size_t CellTable::build(size_t cell) {
  const int32_t low[3] = {static_cast<int32_t>(cell >> 10 << 3),
                          static_cast<int32_t>((cell >> 5 & 31) << 3),
                          static_cast<int32_t>((cell & 31) << 3)};
  const Reach reach = reach_of(low);
  size_t block = static_cast<size_t>(reach.id[0]);
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

// Colours that are nearest somewhere in the cell, by its corners at `low` and 7 above: with s the
// nearest to the middle, |p - c|^2 - |p - s|^2 is linear in p. In doubled coordinates all is
// integer.
CellTable::Reach CellTable::reach_of(const int32_t (&low)[3]) const {
  int32_t score[256];
  for (int i = 0; i < count_; ++i) {
    score[i] = square_[i];
    for (size_t d = 0; d < 3; ++d) score[i] -= x_[d][i] * (2 * low[d] + 7);
  }
  const auto s = std::min_element(score, score + count_) - score;
  const int32_t least = score[s];
  Reach reach;
  for (int i = 0; i < count_; ++i) {
    int32_t way = 0;
    for (size_t d = 0; d < 3; ++d) way += std::abs(x_[d][i] - x_[d][s]);
    if (score[i] - 7 * way <= least) reach.id[reach.count++] = i;
  }
  return reach;
}

// |p - c|^2 less |p|^2, with the label in the low 8 bits, so that a minimum brings its label along.
void CellTable::fill(const int32_t (&low)[3], const Reach& reach, uint8_t* labels) const {
  int32_t best[cell_colours];
  for (int i = 0; i < reach.count; ++i) {
    const int32_t id = reach.id[i];
    int32_t plane[64];
    for (int32_t j = 0; j < 64; ++j) {
      const int32_t dot =
          x_[0][id] * low[0] + x_[1][id] * (low[1] + j / 8) + x_[2][id] * (low[2] + j % 8);
      plane[j] = (square_[id] - 2 * dot) * 256 + id;
    }
    for (int32_t r = 0; r < 8; ++r) {
      const int32_t shift = 512 * x_[0][id] * r;
      int32_t* const row = best + 64 * r;
      if (i == 0) {
        for (int j = 0; j < 64; ++j) row[j] = plane[j] - shift;
      } else {
        for (int j = 0; j < 64; ++j) row[j] = std::min(row[j], plane[j] - shift);
      }
    }
  }
  for (size_t j = 0; j < cell_colours; ++j) labels[j] = static_cast<uint8_t>(best[j]);
}

uint8_t CellTable::search(int r, int g, int b) const {
  int32_t score[256];
  for (int i = 0; i < count_; ++i) {
    score[i] = square_[i] - 2 * (x_[0][i] * r + x_[1][i] * g + x_[2][i] * b);
  }
  return static_cast<uint8_t>(std::min_element(score, score + count_) - score);
}

}  // namespace pipeline::quantize
