// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/cell_index.hpp"

namespace pipeline::quantize {

namespace {

inline void index(const uint8_t* rgb, size_t count, uint16_t* __restrict cells,
                  uint16_t* __restrict places) {
  for (size_t i = 0; i < count; ++i) {
    const uint16_t r = rgb[3 * i], g = rgb[3 * i + 1], b = rgb[3 * i + 2];
    cells[i] = cell_of(r, g, b);
    places[i] = place_in_cell(r, g, b);
  }
}

}  // namespace

QUANTIZE_VARIANTS(index_pixels, index, void,
                  (const uint8_t* rgb, size_t count, uint16_t* cells, uint16_t* places),
                  (rgb, count, cells, places))

}  // namespace pipeline::quantize
