// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

inline constexpr size_t cell_colours = 8 * 8 * 8;

// Palette colours by coordinates: T = int32_t, plain ones of opaque colours; T = double,
// premultiplied ones times 255 of any. `veil`: the squared distance of alpha to an opaque one.
template <class T>
struct CellPalette {
  size_t count;
  bool whole = false;  // every coordinate is a whole step of 8 bits, and so is a cell's; no veil
  T x[3][256], veil[256];
};

// The plain coordinates of a cell's colours, r outermost: three columns of 512, or, where each
// coordinate depends on its own channel alone (`separate`), three of 8.
struct CellPlaces {
  bool separate;
  int32_t x[3][cell_colours];
};

// The nearest palette colour of each of a cell's opaque colours; of equally near ones the first.
// Exact. Returns the label of all when it is one, and writes none; else -1.
template <class T>
using LabelCell = int(const CellPalette<T>& palette, const CellPlaces& cell, uint8_t* labels);

std::span<const Variant<LabelCell<int32_t>>> label_opaque_cell_variants();
std::span<const Variant<LabelCell<double>>> label_cell_variants();

inline auto label_cell(const CellPalette<int32_t>& palette, const CellPlaces& cell,
                       uint8_t* labels) {
  return label_opaque_cell_variants().back().run(palette, cell, labels);
}
inline auto label_cell(const CellPalette<double>& palette, const CellPlaces& cell,
                       uint8_t* labels) {
  return label_cell_variants().back().run(palette, cell, labels);
}

}  // namespace pipeline::quantize
