// SPDX-License-Identifier: Apache-2.0
// Steps that kernels (variants.hpp) share, written so that compilers make vectors of them.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace pipeline::quantize {

inline float absolute(float v) { return v < 0 ? -v : v; }

// yes ? a : b by bits: as a choice, compilers make it a store that is branched around.
inline int32_t choose(bool yes, int32_t a, int32_t b) {
  return b ^ ((a ^ b) & -static_cast<int32_t>(yes));
}

// The first of the least of at least one. What is least lane by lane, then across; then where.
inline size_t least_of(const float* score, size_t count) {
  constexpr size_t lanes = 16;
  float least[lanes];
  for (float& v : least) v = 1e30F;
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (size_t j = 0; j < lanes; ++j) least[j] = std::min(score[i + j], least[j]);
  }
  for (; i < count; ++i) least[0] = std::min(score[i], least[0]);
  for (size_t half = lanes / 2; half; half /= 2) {
    for (size_t j = 0; j < half; ++j) least[j] = std::min(least[j + half], least[j]);
  }
  auto found = static_cast<int32_t>(count) - 1;
  for (i = 0; i < count; ++i) {
    found = std::min(found, score[i] == least[0] ? static_cast<int32_t>(i) : found);
  }
  return static_cast<size_t>(found);
}

// The numbers, below `count`, of those of `keep` that are 1, not 0: to `out`; returns how many.
// keep is read up to the next multiple of 32.
template <class T>
inline size_t numbers_of(const int32_t* keep, size_t count, T* out) {
  size_t found = 0;
  for (size_t begin = 0; begin < count; begin += 32) {
    uint32_t bits = 0;
    for (uint32_t i = 0; i < 32; ++i) bits |= static_cast<uint32_t>(keep[begin + i]) << i;
    if (count - begin < 32) bits &= (1U << (count - begin)) - 1;
    for (; bits; bits &= bits - 1) {
      out[found++] = static_cast<T>(begin + static_cast<size_t>(std::countr_zero(bits)));
    }
  }
  return found;
}

}  // namespace pipeline::quantize
