// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipeline::edge {

// A plane of floats with a margin on all sides, so that filters need not look where they are.
class FloatPlane {
 public:
  // The margin is at least 1.
  FloatPlane(int width, int height, int margin)
      : width_(width),
        height_(height),
        margin_(margin),
        stride_(static_cast<size_t>(width) + 2 * static_cast<size_t>(margin)),
        samples_(stride_ * (static_cast<size_t>(height) + 2 * static_cast<size_t>(margin))) {}

  int width() const { return width_; }
  int height() const { return height_; }
  int margin() const { return margin_; }
  ptrdiff_t stride() const { return static_cast<ptrdiff_t>(stride_); }
  // y in [-margin, height + margin); readable and writable at x in [-margin, width + margin).
  float* row(int64_t y) {
    return samples_.data() + static_cast<size_t>(y + margin_) * stride_ +
           static_cast<size_t>(margin_);
  }
  const float* row(int64_t y) const { return const_cast<FloatPlane*>(this)->row(y); }

  // Repeats the outermost samples left and right of row y.
  void extend_row(int64_t y) {
    float* const p = row(y);
    for (int i = 1; i <= margin_; ++i) p[-i] = p[0], p[width_ - 1 + i] = p[width_ - 1];
  }
  // After extend_row() of all rows: repeats the first and the last of them.
  void extend_rows() {
    for (int i = 1; i <= margin_; ++i) {
      for (int x = -margin_; x < width_ + margin_; ++x) {
        row(-i)[x] = row(0)[x], row(height_ - 1 + i)[x] = row(height_ - 1)[x];
      }
    }
  }

 private:
  int width_, height_, margin_;
  size_t stride_;
  std::vector<float> samples_;
};

using FloatPlanes = std::vector<FloatPlane>;

}  // namespace pipeline::edge
