// SPDX-License-Identifier: Apache-2.0
// Rows of a picture in the sample type that a file format takes.
#pragma once

#include <pipeline/stage.hpp>

#include <vector>

namespace pipeline::io {

// Other samples are rounded to nearest; floats are clamped to 0..1 and NaN is 0. Rows of the
// picture's own type are handed out without a copy. A row lives until the next is asked for.
class Rows {
 public:
  Rows(const AnyImage& picture, uint32_t sample);  // sample: U8, or the picture's own

  const unsigned char* operator[](int64_t y);

 private:
  AnyImage picture_;
  size_t samples_;
  std::vector<unsigned char> row_;  // empty: no conversion
};

}  // namespace pipeline::io
