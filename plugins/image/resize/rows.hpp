// SPDX-License-Identifier: Apache-2.0
// The pixels of image.resize, some rows at a time.
#pragma once

#include <pipeline/abi.h>

#include "plugins/image/resize/kernels.hpp"
#include "plugins/image/resize/light.hpp"

namespace pipeline::resize {

// Down first, then across: each output row is a sum of input rows, then each of its pixels a sum of
// that row's. No sum depends on how the rows are cut into chunks.
class Resizer {
 public:
  // `to` has the format of `from`. Both must outlive this.
  Resizer(const pipeline_image& from, const pipeline_image& to, Filter filter, bool linear_light);

  // Output rows [y0, y1). [any]
  void rows(int64_t y0, int64_t y1) const;

 private:
  struct Tile;
  void add_down(int64_t y0, int64_t y1, Tile& tile) const;

  const pipeline_image &from_, &to_;
  Light light_;
  Taps columns_, rows_;
  const Kernels& kernels_;
};

// The same for Filter::nearest: samples are copied. [any]
void nearest_rows(const pipeline_image& from, const pipeline_image& to, int64_t y0, int64_t y1);

}  // namespace pipeline::resize
