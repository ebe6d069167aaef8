// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rgba.hpp"

namespace pipeline::quantize {

// The nearest palette colour by looking at each, in the space of rgba.hpp; of equally near ones the
// first. Exact: distances are integers below 2^36, kept in doubles. Remembers answers: one thread
// each.
class Nearest {
 public:
  explicit Nearest(const Palette& palette);

  uint8_t operator()(Rgba colour);

 private:
  uint8_t search(Rgba colour) const;

  struct Answer {
    uint32_t rgba;
    uint8_t label;
  };
  std::vector<double> x_[4];
  std::vector<Answer> answers_;
};

}  // namespace pipeline::quantize
