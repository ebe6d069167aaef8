// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/write/palette.hpp"

#include <algorithm>

namespace pipeline::io {

namespace {

constexpr size_t most = 256;

uint32_t colour_at(const unsigned char* p, int channels) {
  const uint32_t alpha = channels == 4 ? p[3] : 255U;
  return p[0] | static_cast<uint32_t>(p[1]) << 8 | static_cast<uint32_t>(p[2]) << 16 | alpha << 24;
}

bool is_opaque(uint32_t colour) { return colour >> 24 == 255; }

}  // namespace

size_t Palette::slot_of(uint32_t colour) const {
  size_t slot = (colour * 2654435761U) >> 22;  // Knuth's multiplicative hash, 10 bits
  while (index_[slot] && colours_[static_cast<size_t>(index_[slot] - 1)] != colour) {
    slot = (slot + 1) % slots;
  }
  return slot;
}

bool Palette::add(uint32_t colour) {
  const size_t slot = slot_of(colour);
  if (index_[slot]) return true;
  if (colours_.size() == most) return false;
  colours_.push_back(colour);
  index_[slot] = static_cast<int16_t>(colours_.size());
  return true;
}

void Palette::sort() {
  std::stable_partition(colours_.begin(), colours_.end(), [](uint32_t c) { return !is_opaque(c); });
  index_.fill(0);
  for (size_t i = 0; i < colours_.size(); ++i) {
    index_[slot_of(colours_[i])] = static_cast<int16_t>(i + 1);
    translucent_ += !is_opaque(colours_[i]);
  }
}

std::optional<Palette> Palette::of(const AnyImage& picture) {
  Palette palette;
  const int n = picture.channels();
  const auto pixels = picture.as<const uint8_t>();
  uint32_t last = ~colour_at(pixels.row(0), n);
  for (int64_t y = 0; y < picture.height(); ++y) {
    const uint8_t* p = pixels.row(y);
    for (int64_t x = 0; x < picture.width(); ++x, p += n) {
      const uint32_t colour = colour_at(p, n);
      if (colour == last) continue;
      if (!palette.add(colour)) return std::nullopt;
      last = colour;
    }
  }
  palette.sort();
  return palette;
}

void Palette::indices(const AnyImage& picture, int64_t y, unsigned char* to) const {
  const int n = picture.channels();
  const uint8_t* p = picture.as<const uint8_t>().row(y);
  for (int64_t x = 0; x < picture.width(); ++x, p += n) {
    to[x] = static_cast<unsigned char>(index_[slot_of(colour_at(p, n))] - 1);
  }
}

}  // namespace pipeline::io
