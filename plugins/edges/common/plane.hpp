// SPDX-License-Identifier: Apache-2.0
// A plane of 8-bit samples, for as long as a call.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstddef>
#include <cstdint>

namespace pipeline::edge {

// Kernels work on whole groups of samples; rows are padded to a multiple of this.
inline constexpr int lane_group = 64;

constexpr size_t padded(int width) {
  return (static_cast<size_t>(width) + lane_group - 1) / lane_group * lane_group;
}

class Plane {
 public:
  // From the host, which keeps the memory for the next call. Uninitialised. [call]
  Plane(const BasicCall& call, int width, int height)
      : width_(width),
        height_(height),
        samples_(call.new_buffer<uint8_t>(padded(width) * static_cast<size_t>(height))) {}

  int width() const { return width_; }
  int height() const { return height_; }
  // padded(width()) samples; those past the width are unspecified.
  uint8_t* row(int64_t y) const { return samples_ + static_cast<size_t>(y) * padded(width_); }

 private:
  int width_, height_;
  uint8_t* samples_;
};

}  // namespace pipeline::edge
