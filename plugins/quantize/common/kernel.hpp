// SPDX-License-Identifier: Apache-2.0
// Steps that kernels (variants.hpp) share, written so that compilers make vectors of them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pipeline::quantize {

inline float absolute(float v) { return v < 0 ? -v : v; }

// yes ? a : b by bits: as a choice, compilers make it a store that is branched around.
inline int32_t choose(bool yes, int32_t a, int32_t b) {
  return b ^ ((a ^ b) & -static_cast<int32_t>(yes));
}

// The first of the least. Lane by lane, then across: as vectors.
inline size_t least_of(const float* score, size_t count) {
  constexpr size_t lanes = 16;
  float least[lanes];
  int32_t at[lanes];
  for (size_t j = 0; j < lanes; ++j) least[j] = 1e30F, at[j] = 0;
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (size_t j = 0; j < lanes; ++j) {
      const bool less = score[i + j] < least[j];
      at[j] = less ? static_cast<int32_t>(i + j) : at[j];
      least[j] = less ? score[i + j] : least[j];
    }
  }
  float best = 1e30F;
  int32_t found = 0;
  for (size_t j = 0; j < lanes; ++j) {
    const bool better = least[j] < best || (least[j] == best && at[j] < found);
    found = better ? at[j] : found;
    best = better ? least[j] : best;
  }
  for (; i < count; ++i) {
    if (score[i] < best) best = score[i], found = static_cast<int32_t>(i);
  }
  return static_cast<size_t>(found);
}

}  // namespace pipeline::quantize
