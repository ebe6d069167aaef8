// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/cell_table.hpp"

#include <cstring>
#include <type_traits>

namespace pipeline::quantize {

namespace {

CellPlaces places_of(Space space, size_t cell) {
  const auto low =
      static_cast<uint32_t>((cell >> 10) * 8 | (cell >> 5 & 31) * 8 << 8 | (cell & 31) * 8 << 16);
  CellPlaces places;
  places.separate = space != Space::oklab;
  uint32_t colours[cell_colours];
  size_t count = 0;
  if (places.separate) {
    for (uint32_t j = 0; j < 8; ++j) colours[count++] = low + j * 0x010101;
  } else {
    for (uint32_t r = 0; r < 8; ++r) {
      for (uint32_t g = 0; g < 8; ++g) {
        for (uint32_t b = 0; b < 8; ++b) colours[count++] = low + (r | g << 8 | b << 16);
      }
    }
  }
  int32_t* const columns[3] = {places.x[0], places.x[1], places.x[2]};
  opaque_places(space, colours, count, columns);
  return places;
}

}  // namespace

template <class T>
CellTable<T>::CellTable(const BasicCall& call, Space space, const PalettePlaces& palette)
    : space_(space),
      blocks_(cell_count),
      labels_(call.new_buffer<uint8_t>((palette.count + cell_count) * cell_colours)),
      used_(palette.count) {
  constexpr double scale = std::is_same_v<T, double> ? 1 : 255;
  palette_.count = palette.count;
  palette_.whole = space == Space::srgb && std::is_same_v<T, int32_t>;
  for (size_t i = 0; i < palette.count; ++i) {
    for (size_t d = 0; d < 3; ++d) palette_.x[d][i] = static_cast<T>(palette.x[d][i] / scale);
    const double veil = 255.0 * unit - palette.x[3][i];
    palette_.veil[i] = static_cast<T>(veil * veil);
    std::memset(labels_ + i * cell_colours, static_cast<int>(i), cell_colours);
  }
  for (auto& block : blocks_) block.store(unknown, std::memory_order_relaxed);
}

template <class T>
size_t CellTable<T>::build(size_t cell) {
  const CellPlaces places = places_of(space_, cell);
  uint8_t labels[cell_colours];
  const int uniform = label_cell(palette_, places, labels);
  const std::lock_guard lock(mutex_);
  size_t block = blocks_[cell].load(std::memory_order_relaxed);
  if (block != unknown) return block;  // another thread was faster
  block = static_cast<size_t>(uniform);
  if (uniform < 0) {
    block = used_++;
    std::memcpy(labels_ + block * cell_colours, labels, cell_colours);
  }
  blocks_[cell].store(static_cast<uint16_t>(block), std::memory_order_release);
  return block;
}

template class CellTable<int32_t>;
template class CellTable<double>;

}  // namespace pipeline::quantize
