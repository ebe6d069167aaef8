// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pipeline/image.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipeline::denoise {

// A picture as planes of 8-bit samples with a margin that mirrors the picture (its outermost
// samples twice).
class Planes {
 public:
  // Colours are multiplied by alpha, so that what nobody sees is alike; alpha is the last plane.
  Planes(const Image<const uint8_t>& image, int margin);

  int count() const { return count_; }
  // y in [-margin, height + margin); readable at x in [-margin, width + margin).
  const uint8_t* row(int plane, int64_t y) const {
    return samples_.data() + static_cast<size_t>((plane * rows_ + y + margin_) * stride_ + margin_);
  }

 private:
  int count_, margin_;
  int64_t rows_, stride_;
  std::vector<uint8_t> samples_;
};

}  // namespace pipeline::denoise
