// SPDX-License-Identifier: Apache-2.0
//
// Vectors and value noise for the sample picture. Pure functions, safe from any thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace harbour {

struct Vec3 {
  float x, y, z;
};
inline Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Vec3 operator*(Vec3 a, Vec3 b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }
inline Vec3 operator*(Vec3 a, float s) { return {a.x * s, a.y * s, a.z * s}; }
inline float dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline float length(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 normalize(Vec3 a) { return a * (1.0f / length(a)); }
inline Vec3 reflect(Vec3 d, Vec3 n) { return d - n * (2 * dot(d, n)); }
inline Vec3 mix(Vec3 a, Vec3 b, float t) { return a + (b - a) * t; }
inline float saturate(float v) { return std::clamp(v, 0.0f, 1.0f); }
inline float fract(float v) { return v - std::floor(v); }
inline float smooth(float lo, float hi, float v) {
  const float t = saturate((v - lo) / (hi - lo));
  return t * t * (3 - 2 * t);
}

// Uniform in [0, 1), from integer coordinates.
inline float hash(int x, int y) {
  std::uint32_t h = static_cast<std::uint32_t>(x) * 0x9E3779B1u;
  h = (h ^ (h >> 15)) + static_cast<std::uint32_t>(y) * 0x85EBCA77u;
  h = (h ^ (h >> 13)) * 0xC2B2AE3Du;
  h = (h ^ (h >> 16)) * 0x27D4EB2Fu;
  return static_cast<float>((h ^ (h >> 15)) >> 8) * (1.0f / 16777216.0f);
}

inline float noise(float x, float y) {
  const float fx = std::floor(x), fy = std::floor(y);
  const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
  const float u = smooth(0, 1, x - fx), v = smooth(0, 1, y - fy);
  const float low = std::lerp(hash(ix, iy), hash(ix + 1, iy), u);
  const float high = std::lerp(hash(ix, iy + 1), hash(ix + 1, iy + 1), u);
  return std::lerp(low, high, v);
}

// Octaves are turned against each other, which hides the lattice of value noise.
inline float fbm(float x, float y, int octaves) {
  float sum = 0, weight = 0.5f;
  for (int i = 0; i < octaves; ++i, weight *= 0.5f) {
    sum += weight * noise(x, y);
    const float turned = 1.6f * x + 1.2f * y + 17.3f;
    y = 1.6f * y - 1.2f * x + 9.1f;
    x = turned;
  }
  return sum;
}

}  // namespace harbour
