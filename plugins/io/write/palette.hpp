// SPDX-License-Identifier: Apache-2.0
// Pictures of few colours, as quantizers make them, are several times smaller as a palette PNG.
#pragma once

#include <pipeline/stage.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace pipeline::io {

// The distinct colours of a U8 picture of 3 or 4 channels, those that are not opaque first.
class Palette {
 public:
  // nothing when there are more than 256.
  static std::optional<Palette> of(const AnyImage& picture);

  size_t size() const { return colours_.size(); }
  uint32_t colour(size_t i) const { return colours_[i]; }  // r | g << 8 | b << 16 | a << 24
  size_t translucent() const { return translucent_; }      // how many are not opaque
  // Writes the picture's row y as indices, one byte each.
  void indices(const AnyImage& picture, int64_t y, unsigned char* to) const;

 private:
  static constexpr size_t slots = 1024;  // a power of two, never over a quarter full

  size_t slot_of(uint32_t colour) const;
  bool add(uint32_t colour);
  void sort();

  std::vector<uint32_t> colours_;
  std::array<int16_t, slots> index_{};  // 1 + the number of a colour; 0: free
  size_t translucent_ = 0;
};

}  // namespace pipeline::io
