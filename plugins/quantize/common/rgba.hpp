// SPDX-License-Identifier: Apache-2.0
// Colours of 8 bits a channel, straight alpha.
#pragma once

#include <pipeline/image.hpp>

#include <cstdint>
#include <vector>

namespace pipeline::quantize {

struct Rgba {
  uint8_t r = 0, g = 0, b = 0, a = 255;
  friend bool operator==(const Rgba&, const Rgba&) = default;
};

inline constexpr Rgba transparent{0, 0, 0, 0};

using Palette = std::vector<Rgba>;  // 1..256 colours, all different

constexpr uint32_t pack(Rgba c) {
  return c.r | static_cast<uint32_t>(c.g) << 8 | static_cast<uint32_t>(c.b) << 16 |
         static_cast<uint32_t>(c.a) << 24;
}
constexpr Rgba unpack(uint32_t p) {
  return {static_cast<uint8_t>(p), static_cast<uint8_t>(p >> 8), static_cast<uint8_t>(p >> 16),
          static_cast<uint8_t>(p >> 24)};
}

// The pixel at p of an image of 3 or 4 channels; what is hidden under alpha 0 is black.
template <int Channels>
constexpr Rgba read(const uint8_t* p) {
  if constexpr (Channels == 3) return {p[0], p[1], p[2], 255};
  return p[3] ? Rgba{p[0], p[1], p[2], p[3]} : transparent;
}

}  // namespace pipeline::quantize
