// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/edges/common/plane.hpp"

namespace pipeline::edge {

enum class Norm { l1, l2 };

// One row of 3x3 Sobel gradients of a plane, the border repeated.
class GradientRow {
 public:
  explicit GradientRow(int width);

  // Row y in [-1, height]; outside the plane every magnitude is 0.
  void compute(const Plane& plane, int64_t y, Norm norm);

  const int16_t* dx() const { return dx_.data(); }
  const int16_t* dy() const { return dy_.data(); }
  // |dx| + |dy|; after compute() with l1. Readable at -1 and at width, where it is 0.
  const int16_t* sum() const { return sum_.data() + 1; }
  // dx^2 + dy^2; after compute() with l2. Readable as sum().
  const int32_t* square() const { return square_.data() + 1; }

  // Euclidean magnitude over that of a full black-to-white step, at most 1; `width` samples.
  void strength(float* out) const;

 private:
  int width_;
  std::vector<int16_t> dx_, dy_, smooth_, slope_, sum_;
  std::vector<int32_t> square_;
};

}  // namespace pipeline::edge
