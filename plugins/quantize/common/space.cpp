// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/common/space.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace pipeline::quantize {

namespace {

// v^2.4 = v^2 * (v^2)^(1/5), the root by Newton's method: the same on every machine.
constexpr double to_light(double encoded) {
  if (encoded <= 0.04045) return encoded / 12.92;
  const double v = (encoded + 0.055) / 1.055, square = v * v;
  double root = 1;
  for (int i = 0; i < 40; ++i) {
    root -= (root - square / (root * root * root * root)) / 5;
  }
  return square * root;
}
constexpr auto light = [] {
  std::array<double, 256> table{};
  for (int v = 0; v < 256; ++v) table[static_cast<size_t>(v)] = to_light(v / 255.0);
  return table;
}();
constexpr auto light_steps = [] {
  std::array<int32_t, 256> table{};
  for (size_t v = 0; v < 256; ++v) table[v] = static_cast<int32_t>(light[v] * unit + 0.5);
  return table;
}();

// Ottosson's matrices (2021-01-25): linear sRGB to cone responses, their cube roots to Lab.
constexpr double cones[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                {0.2119034982, 0.6806995451, 0.1073969566},
                                {0.0883024619, 0.2817188376, 0.6299787005}};
constexpr double lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
                              {1.9779984951, -2.4285922050, 0.4505937099},
                              {0.0259040371, 0.7827717662, -0.8086757660}};
constexpr double roots_of_lab[3][2] = {
    {0.3963377774, 0.2158037573}, {-0.1055613458, -0.0638541728}, {-0.0894841775, -1.2914855480}};
constexpr double rgb_of_cones[3][3] = {{4.0767416621, -3.3077115913, 0.2309699292},
                                       {-1.2684380046, 2.6097574011, -0.3413193965},
                                       {-0.0041960863, -0.7034186147, 1.7076147010}};

// What each channel adds to each cone response.
constexpr auto cone_shares = [] {
  std::array<std::array<std::array<float, 256>, 3>, 3> table{};  // cone, channel, value
  for (size_t cone = 0; cone < 3; ++cone) {
    for (size_t channel = 0; channel < 3; ++channel) {
      for (size_t v = 0; v < 256; ++v) {
        table[cone][channel][v] = static_cast<float>(cones[cone][channel] * light[v]);
      }
    }
  }
  return table;
}();

// To about 2e-7 of it: a third of the exponent, then two of Halley's steps. v >= 0.
inline float cube_root(float v) {
  v += 1e-20F;
  float root = std::bit_cast<float>(std::bit_cast<int32_t>(v) / 3 + 0x2A5119F2);
  for (int i = 0; i < 2; ++i) {
    const float cube = root * root * root;
    root = root * (cube + 2 * v) / (2 * cube + v);
  }
  return root;
}

inline int32_t rounded(float v) {  // v > -unit
  return static_cast<int32_t>(v + (static_cast<float>(unit) + 0.5F)) - unit;
}

inline void oklab_places(const uint32_t* colours, size_t count, int32_t* const* x) {
  constexpr size_t step = 64;
  constexpr auto scale = static_cast<float>(unit);
  float root[3][step];
  for (size_t begin = 0; begin < count; begin += step) {
    const size_t n = std::min(step, count - begin);
    for (size_t cone = 0; cone < 3; ++cone) {
      const auto& shares = cone_shares[cone];
      for (size_t i = 0; i < n; ++i) {
        const uint32_t c = colours[begin + i];
        root[cone][i] = shares[0][c & 255] + shares[1][c >> 8 & 255] + shares[2][c >> 16 & 255];
      }
      for (size_t i = 0; i < n; ++i) root[cone][i] = cube_root(root[cone][i]);
    }
    for (size_t d = 0; d < 3; ++d) {
      const auto l = static_cast<float>(lab[d][0]), m = static_cast<float>(lab[d][1]),
                 s = static_cast<float>(lab[d][2]);
      int32_t* const out = x[d] + begin;
      for (size_t i = 0; i < n; ++i) {
        out[i] = rounded(scale * (l * root[0][i] + m * root[1][i] + s * root[2][i]));
      }
    }
  }
}

inline void places(Space space, const uint32_t* colours, size_t count, int32_t* const* x) {
  if (space == Space::oklab) return oklab_places(colours, count, x);
  for (size_t d = 0; d < 3; ++d) {
    int32_t* const out = x[d];
    const auto shift = static_cast<uint32_t>(8 * d);
    if (space == Space::srgb) {
      for (size_t i = 0; i < count; ++i) {
        out[i] = static_cast<int32_t>((colours[i] >> shift & 255) * 64);
      }
    } else {
      for (size_t i = 0; i < count; ++i) out[i] = light_steps[colours[i] >> shift & 255];
    }
  }
}

uint8_t to_byte(double v) { return static_cast<uint8_t>(std::clamp(v, 0.0, 255.0) + 0.5); }

uint8_t encoded(double linear) {
  const auto above =
      static_cast<size_t>(std::lower_bound(light.begin(), light.end(), linear) - light.begin());
  if (above == 0) return 0;
  if (above == 256) return 255;
  return static_cast<uint8_t>(linear - light[above - 1] < light[above] - linear ? above - 1
                                                                                : above);
}

}  // namespace

QUANTIZE_VARIANTS(opaque_places, places, void,
                  (Space space, const uint32_t* colours, size_t count, int32_t* const* x),
                  (space, colours, count, x))

Premultiplied premultiplied(Space space, Rgba colour) {
  const uint32_t packed = pack(colour);
  int32_t x[3];
  int32_t* const columns[3] = {&x[0], &x[1], &x[2]};
  opaque_places(space, &packed, 1, columns);
  return {{x[0] * colour.a, x[1] * colour.a, x[2] * colour.a, unit * colour.a}};
}

Rgba colour_at(Space space, const double (&x)[4]) {
  const uint8_t alpha = to_byte(x[3] * 255 / unit);
  double v[3];
  for (size_t d = 0; d < 3; ++d) v[d] = x[d] / x[3];
  if (space == Space::srgb)
    return {to_byte(v[0] * 255), to_byte(v[1] * 255), to_byte(v[2] * 255), alpha};
  if (space == Space::oklab) {
    double cone[3], rgb[3];
    for (size_t i = 0; i < 3; ++i) {
      const double root = v[0] + roots_of_lab[i][0] * v[1] + roots_of_lab[i][1] * v[2];
      cone[i] = root * root * root;
    }
    for (size_t i = 0; i < 3; ++i) {
      rgb[i] = rgb_of_cones[i][0] * cone[0] + rgb_of_cones[i][1] * cone[1] +
               rgb_of_cones[i][2] * cone[2];
    }
    std::copy(rgb, rgb + 3, v);
  }
  return {encoded(v[0]), encoded(v[1]), encoded(v[2]), alpha};
}

}  // namespace pipeline::quantize
