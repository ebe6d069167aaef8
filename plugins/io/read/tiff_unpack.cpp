// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/tiff_unpack.hpp"

#include <cstring>

namespace pipeline::io {

namespace {

// Sample i of those that are packed from the highest bit down.
uint32_t packed_sample(const unsigned char* packed, int bits, int64_t i) {
  const int64_t bit = i * bits;
  const auto shift = static_cast<int>(8 - bits - bit % 8);
  return packed[bit / 8] >> shift & ((1U << bits) - 1);
}

void look_up(const TiffLayout& layout, const unsigned char* packed, int64_t count,
             unsigned char* to) {
  for (int64_t x = 0; x < count; ++x) {
    const int64_t i = x * layout.stored;
    const uint32_t index = layout.bits == 8 ? packed[i] : packed_sample(packed, layout.bits, i);
    std::memcpy(to + 3 * x, layout.palette[index].data(), 3);
  }
}

template <class T>
constexpr T white = static_cast<T>(~T{0});
template <>
constexpr float white<float> = 1.0F;

template <class T, class Get>
void spread(const TiffLayout& layout, int64_t count, int first, T* to, Get get) {
  for (int64_t x = 0; x < count; ++x) {
    for (int s = 0; s < layout.used; ++s) {
      const int channel = first + s;
      const bool is_alpha = layout.alpha && channel == layout.channels - 1;
      const T v = get(x * layout.stored + s);
      to[x * layout.channels + channel] =
          layout.inverted && !is_alpha ? static_cast<T>(white<T> - v) : v;
    }
  }
}

template <class T>
void whole(const TiffLayout& layout, const unsigned char* packed, int64_t count, int first,
           unsigned char* to) {
  if (layout.stored == layout.channels && layout.used == layout.channels && !layout.inverted) {
    std::memcpy(to, packed, static_cast<size_t>(count * layout.channels) * sizeof(T));
    return;
  }
  spread(layout, count, first, reinterpret_cast<T*>(to), [&](int64_t i) {
    T v;
    std::memcpy(&v, packed + static_cast<size_t>(i) * sizeof(T), sizeof v);
    return v;
  });
}

}  // namespace

void unpack(const TiffLayout& layout, const unsigned char* packed, int64_t count, int first,
            unsigned char* to) {
  if (!layout.palette.empty()) return look_up(layout, packed, count, to);
  switch (layout.bits) {
    case 8:
      return whole<uint8_t>(layout, packed, count, first, to);
    case 16:
      return whole<uint16_t>(layout, packed, count, first, to);
    case 32:
      return whole<float>(layout, packed, count, first, to);
    default:
      break;
  }
  const uint32_t scale = 255U / ((1U << layout.bits) - 1);
  spread(layout, count, first, to, [&](int64_t i) {
    return static_cast<unsigned char>(packed_sample(packed, layout.bits, i) * scale);
  });
}

}  // namespace pipeline::io
