// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/quantize/common/space.hpp"

namespace pipeline::quantize {

// A palette's colours by their coordinates, premultiplied ones times 255.
struct PalettePlaces {
  PalettePlaces(Space space, const Palette& palette);

  size_t count;
  double x[4][256];
};

// The nearest palette colour by looking at each; of equally near ones the first. Exact: squared
// distances are integers below 2^48, kept in doubles. Remembers answers: one thread each.
class Nearest {
 public:
  Nearest(Space space, const PalettePlaces& palette);

  uint8_t operator()(Rgba colour);

 private:
  uint8_t search(Rgba colour) const;

  struct Answer {
    uint32_t rgba;
    uint8_t label;
  };
  Space space_;
  const PalettePlaces& palette_;
  std::vector<Answer> answers_;
};

}  // namespace pipeline::quantize
