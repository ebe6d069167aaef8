// SPDX-License-Identifier: Apache-2.0
// A set of pixels, with a margin of one pixel that is never in it: neighbours need no bounds check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace centerline {

struct Pixel {
  int x = 0, y = 0;
  friend bool operator==(const Pixel&, const Pixel&) = default;
};

class Mask {
 public:
  Mask(int width, int height)
      : width_(width),
        height_(height),
        bytes_((static_cast<size_t>(width) + 2) * (static_cast<size_t>(height) + 2)) {}

  int width() const { return width_; }
  int height() const { return height_; }
  ptrdiff_t stride() const { return width_ + ptrdiff_t{2}; }
  // -1 <= x <= width, -1 <= y <= height
  size_t index(int x, int y) const { return static_cast<size_t>((y + 1) * stride() + x + 1); }
  Pixel pixel(size_t index) const {
    const auto i = static_cast<ptrdiff_t>(index);
    return {static_cast<int>(i % stride()) - 1, static_cast<int>(i / stride()) - 1};
  }
  bool has(int x, int y) const { return bytes_[index(x, y)] != 0; }
  uint8_t& operator[](size_t i) { return bytes_[i]; }
  uint8_t operator[](size_t i) const { return bytes_[i]; }
  size_t size() const { return bytes_.size(); }
  // What to add to an index for the neighbours: right, and on clockwise on screen.
  ptrdiff_t step(int direction) const {
    constexpr int dx[] = {1, 1, 0, -1, -1, -1, 0, 1}, dy[] = {0, 1, 1, 1, 0, -1, -1, -1};
    return dy[direction] * stride() + dx[direction];
  }

 private:
  int width_, height_;
  std::vector<uint8_t> bytes_;
};

}  // namespace centerline
