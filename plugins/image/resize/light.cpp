// SPDX-License-Identifier: Apache-2.0
#include "plugins/image/resize/light.hpp"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "plugins/image/convert/curve.hpp"

namespace pipeline::resize {

namespace {

template <class T>
constexpr float full = sizeof(T) == 1   ? 255
                       : sizeof(T) == 2 ? 65535
                                        : 1;
template <class T>
constexpr float unit = 1 / full<T>;

std::vector<float> as_floats(const double* table, int count) { return {table, table + count}; }

// Light of each integer sample.
template <class T>
const float* light_table() {
  static const std::vector<float> table = sizeof(T) == 1
                                              ? as_floats(convert::linear_of_u8(), 256)
                                              : as_floats(convert::linear_of_u16(), 65536);
  return table.data();
}

float to_linear(float v) { return static_cast<float>(convert::to_linear(v)); }

template <class T>
void load_of(const Light& light, const T* from, int64_t pixels, float* to) {
  const int colours = light.channels - (light.alpha == PIPELINE_ALPHA_NONE ? 0 : 1);
  const bool multiplied = light.alpha == PIPELINE_ALPHA_PREMULTIPLIED;
  for (int64_t x = 0; x < pixels; ++x, from += light.channels, to += light.channels) {
    const float alpha = colours < light.channels ? from[colours] * unit<T> : 1;
    for (int c = 0; c < colours; ++c) {
      float v = from[c] * unit<T>;
      if (multiplied) v = alpha > 0 ? v / alpha : 0;
      if constexpr (std::is_integral_v<T>) {
        if (light.linear) v = multiplied ? to_linear(v) : light_table<T>()[from[c]];
      } else {
        if (light.linear) v = to_linear(v);
      }
      to[c] = v * alpha;
    }
    if (colours < light.channels) to[colours] = alpha;
  }
}

template <class T>
T stored(float v) {
  if constexpr (std::is_integral_v<T>) {
    return v > 0 ? static_cast<T>(std::min(v, 1.0F) * full<T> + 0.5F) : T{0};
  } else {
    return v;
  }
}

template <class T>
void store_of(const Light& light, const float* from, int64_t pixels, T* to) {
  const int colours = light.channels - (light.alpha == PIPELINE_ALPHA_NONE ? 0 : 1);
  const bool multiply = light.alpha == PIPELINE_ALPHA_PREMULTIPLIED;
  for (int64_t x = 0; x < pixels; ++x, from += light.channels, to += light.channels) {
    const float alpha = colours < light.channels ? from[colours] : 1;
    const float straighten = alpha > 0 ? 1 / alpha : 0;
    for (int c = 0; c < colours; ++c) {
      float v = from[c] * straighten;
      if constexpr (sizeof(T) == 1) {
        if (light.linear && !multiply) {
          to[c] = convert::to_encoded8(v);
          continue;
        }
      }
      if (light.linear) v = static_cast<float>(convert::to_encoded(v));
      to[c] = stored<T>(multiply ? v * alpha : v);
    }
    if (colours < light.channels) to[colours] = stored<T>(alpha);
  }
}

}  // namespace

void Light::load(const void* from, int64_t pixels, float* to) const {
  switch (sample) {
    case PIPELINE_U8:
      return load_of(*this, static_cast<const uint8_t*>(from), pixels, to);
    case PIPELINE_U16:
      return load_of(*this, static_cast<const uint16_t*>(from), pixels, to);
    default:
      return load_of(*this, static_cast<const float*>(from), pixels, to);
  }
}

void Light::store(const float* from, int64_t pixels, void* to) const {
  switch (sample) {
    case PIPELINE_U8:
      return store_of(*this, from, pixels, static_cast<uint8_t*>(to));
    case PIPELINE_U16:
      return store_of(*this, from, pixels, static_cast<uint16_t*>(to));
    default:
      return store_of(*this, from, pixels, static_cast<float*>(to));
  }
}

}  // namespace pipeline::resize
