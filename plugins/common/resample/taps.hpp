// SPDX-License-Identifier: Apache-2.0
// The weights of a separable resampling filter along one axis.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipeline::resize {

// Positions are those of pixel centres, i + 0.5. Where a picture shrinks, the filter is widened by
// that factor, so that nothing aliases.
//   nearest      the pixel under the output pixel's centre
//   box          the mean over the area that the output pixel covers
//   triangle     bilinear
//   catmull_rom  the cubic of Mitchell and Netravali 1988 with B = 0, C = 1/2
//   mitchell     the same with B = C = 1/3
//   lanczos3     sinc windowed by the middle lobe of a sinc three times as wide
//   sharp_cubic  the cubic with B = 0, C = 3/4, as OpenCV and some browsers have it
enum class Filter { nearest, box, triangle, catmull_rom, mitchell, lanczos3, sharp_cubic };

// For each output position the run of input positions that it reads, and their weights, which sum
// to 1. Beyond the edges there is nothing: the filter is cut there and what is left scaled up.
class Taps {
 public:
  // Sides in pixels, at least 1. An axis that keeps its length is handed on untouched.
  Taps(Filter filter, int32_t input, int32_t output);

  int64_t begin(int64_t x) const { return runs_[static_cast<size_t>(x)].begin; }
  int64_t end(int64_t x) const { return begin(x) + runs_[static_cast<size_t>(x)].count; }
  std::span<const float> weights(int64_t x) const {
    const Run& run = runs_[static_cast<size_t>(x)];
    return {weights_.data() + run.first, static_cast<size_t>(run.count)};
  }

 private:
  struct Run {
    int32_t begin, count;
    size_t first;  // weight
  };
  void add(int64_t begin, std::span<const double> weights);

  std::vector<Run> runs_;
  std::vector<float> weights_;
};

}  // namespace pipeline::resize
