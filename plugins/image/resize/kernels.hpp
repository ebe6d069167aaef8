// SPDX-License-Identifier: Apache-2.0
// The inner loops of image.resize, compiled for each instruction set and chosen at run time. They
// are plain C++ on IEEE floats in a fixed order, so all of them give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "plugins/common/resample/taps.hpp"

namespace pipeline::resize {

// Floats that a line needs behind its last sample: loops over pixels of 3 channels touch 4.
inline constexpr size_t padding = 4;

struct Kernels {
  const char* name;

  // To sums[i], or to 0 for the first of several calls, adds the sum of weights[k] * rows[k][i],
  // k by k. rows are U8, U16 or F32 as `sample` says.
  void (*add_rows)(uint32_t sample, const void* const* rows, std::span<const float> weights,
                   bool first, std::span<float> sums);
  // Output pixels [x0, x1) of a line whose pixel 0 is input position `origin`.
  void (*across)(int channels, const Taps& taps, int64_t x0, int64_t x1, const float* line,
                 int64_t origin, float* to);
  // Samples rounded to nearest and clamped to their range, NaN to 0; F32 as it is.
  void (*round)(uint32_t sample, std::span<const float> line, void* to);
};

// Those for the instruction sets that this machine has; the last is the fastest.
std::span<const Kernels> kernels();

}  // namespace pipeline::resize
