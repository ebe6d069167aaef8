// SPDX-License-Identifier: Apache-2.0
// What compression leaves beside the edges between some colours.
#pragma once

#include <vector>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// Luminance and chrominance of a colour (ITU-T T.871, chrominance without its offset).
struct Ycc {
  float y, cb, cr;

  explicit Ycc(const Channels4& c)
      : y(0.299F * c[0] + 0.587F * c[1] + 0.114F * c[2]),
        cb((c[2] - y) * (0.5F / 0.886F)),
        cr((c[0] - y) * (0.5F / 0.701F)) {}
};

// JPEG stores chrominance at half the size, so that it bleeds over an edge while luminance does
// not: a mark's chrominance is a mixture of the colours' beside it. Its luminance rings: it may go
// beyond theirs by a part of their difference.
class Marks {
 public:
  explicit Marks(float noise) : noise_(noise) {}

  void add_colour(const Channels4& colour) { colours_.emplace_back(colour); }
  // Whether a colour may be a mark.
  bool are(const Channels4& colour) const;
  // Whether it may be, and is darker or lighter than all.
  bool ring(const Channels4& colour) const;

 private:
  struct Range {
    float low, high;
  };
  Range luminances() const;

  float noise_;
  std::vector<Ycc> colours_;
};

}  // namespace pipeline::quantize
