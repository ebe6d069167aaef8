// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pipeline::edge {

// A separable Gaussian in fixed point: weights are 15-bit integers that sum to exactly 1, so that a
// flat picture stays as it is and results are the same on every machine. Rows are padded to
// plane.hpp's lane_group. Immutable; any thread.
class Gaussian {
 public:
  // sigma > 0, in pixels. Cut off at 3 sigma, rounded up.
  explicit Gaussian(double sigma);

  int radius() const { return static_cast<int>(weights_.size()) / 2; }

  // Blurs along a row: padded_width samples out, as 8.8 fixed point; reads padded_width + 2 *
  // radius samples, the first of them radius pixels left of the row.
  void across(const uint8_t* samples, size_t padded_width, uint16_t* out) const;

  // Blurs down: rows are the 2 * radius + 1 results of across() around the row made.
  void down(const uint16_t* const* rows, size_t padded_width, uint8_t* out) const;

 private:
  std::vector<uint16_t> weights_;
};

}  // namespace pipeline::edge
