// SPDX-License-Identifier: Apache-2.0
// A plane of 8-bit samples owned by a stage while it runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace pipeline::edge {

// Kernels work on whole groups of samples; rows are padded to a multiple of this.
inline constexpr int lane_group = 64;

constexpr size_t padded(int width) {
  return (static_cast<size_t>(width) + lane_group - 1) / lane_group * lane_group;
}

class Plane {
 public:
  Plane(int width, int height)
      : width_(width),
        height_(height),
        samples_(new uint8_t[padded(width) * static_cast<size_t>(height)]) {}

  int width() const { return width_; }
  int height() const { return height_; }
  // padded(width()) samples; those past the width are unspecified.
  uint8_t* row(int64_t y) const { return samples_.get() + static_cast<size_t>(y) * padded(width_); }

 private:
  int width_, height_;
  std::unique_ptr<uint8_t[]> samples_;  // uninitialised: a pass writes every row
};

}  // namespace pipeline::edge
