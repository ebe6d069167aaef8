// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/quantize/common/variants.hpp"

namespace pipeline::quantize {

// A cell holds the 8 x 8 x 8 colours that agree in the upper five bits of each channel. Its number:
// those bits, r uppermost; a colour's place in it: the lower three of each, likewise.
inline constexpr size_t cell_count = 32 * 32 * 32;
inline uint16_t cell_of(uint16_t r, uint16_t g, uint16_t b) {
  return static_cast<uint16_t>((r & 0xF8) << 7 | (g & 0xF8) << 2 | b >> 3);
}
inline uint16_t place_in_cell(uint16_t r, uint16_t g, uint16_t b) {
  return static_cast<uint16_t>((r & 7) << 6 | (g & 7) << 3 | (b & 7));
}

// The cells and places of `count` pixels of three bytes.
using IndexPixels = void(const uint8_t* rgb, size_t count, uint16_t* cells, uint16_t* places);
std::span<const Variant<IndexPixels>> index_pixels_variants();

}  // namespace pipeline::quantize
