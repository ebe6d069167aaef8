// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/read/samples.hpp"

#include <algorithm>

namespace pipeline::io {

namespace {

template <class T>
constexpr uint32_t full = sizeof(T) == 1 ? 255 : 65535;

// Calls f with a row pointer of the header's sample type.
template <class Void, class F>
void typed(uint32_t sample, Void* row, F f) {
  constexpr bool readonly = std::is_const_v<Void>;
  if (sample == PIPELINE_U8) {
    f(static_cast<std::conditional_t<readonly, const uint8_t, uint8_t>*>(row));
  } else if (sample == PIPELINE_U16) {
    f(static_cast<std::conditional_t<readonly, const uint16_t, uint16_t>*>(row));
  } else {
    f(static_cast<std::conditional_t<readonly, const float, float>*>(row));
  }
}

template <class T>
T divided(T value, T alpha) {
  if (alpha <= 0) return 0;
  if constexpr (std::is_floating_point_v<T>) {
    return value / alpha;
  } else {
    const uint32_t quotient = (static_cast<uint32_t>(value) * full<T> + alpha / 2U) / alpha;
    return static_cast<T>(std::min(quotient, full<T>));
  }
}

template <class T>
T times(T a, T b) {
  return static_cast<T>((static_cast<uint32_t>(a) * b + full<T> / 2) / full<T>);
}

uint8_t narrow(uint8_t v) { return v; }
uint8_t narrow(uint16_t v) { return static_cast<uint8_t>((v * 255U + 32895U) >> 16); }
uint8_t narrow(float v) {
  return v > 0 ? static_cast<uint8_t>(std::min(v, 1.0F) * 255.0F + 0.5F) : uint8_t{0};
}

}  // namespace

void unpremultiply(const Header& header, void* row) {
  const int n = channels(header);
  typed(header.sample, row, [&](auto* p) {
    for (int64_t x = 0; x < header.width; ++x, p += n) {
      for (int c = 0; c < n - 1; ++c) p[c] = divided(p[c], p[n - 1]);
    }
  });
}

void cmyk_to_rgb(const Header& header, void* row) {
  const int n = channels(header);
  const auto convert = [&](auto* p) {
    using T = std::remove_reference_t<decltype(*p)>;
    const auto light = [](T ink) { return static_cast<T>(full<T> - ink); };
    T* to = p;
    for (int64_t x = 0; x < header.width; ++x, p += n) {
      const T k = light(p[3]);
      for (int c = 0; c < 3; ++c) *to++ = times(light(p[c]), k);
      if (n == 5) *to++ = p[4];
    }
  };
  if (header.sample == PIPELINE_U8) {
    convert(static_cast<uint8_t*>(row));
  } else {
    convert(static_cast<uint16_t*>(row));
  }
}

void to_rgb8(const Header& header, const void* from, uint8_t* to) {
  const int n = channels(header);
  const bool grey = header.model == Model::grey, alpha = has_alpha(header);
  typed(header.sample, from, [&](const auto* p) {
    for (int64_t x = 0; x < header.width; ++x, p += n) {
      to[0] = narrow(p[0]);
      to[1] = grey ? to[0] : narrow(p[1]);
      to[2] = grey ? to[0] : narrow(p[2]);
      if (alpha) to[3] = narrow(p[n - 1]);
      to += alpha ? 4 : 3;
    }
  });
}

}  // namespace pipeline::io
