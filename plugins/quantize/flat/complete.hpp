// SPDX-License-Identifier: Apache-2.0
// The labels of a picture of flat areas, with those colours that only small areas and thin strokes
// have.
#pragma once

#include <pipeline/basic_call.hpp>

#include <cstdint>
#include <vector>

#include "plugins/quantize/flat/gradients.hpp"
#include "plugins/quantize/flat/label.hpp"
#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

// What counts as the same and what as different, in levels of 255; more where there is noise.
struct Tolerances {
  float noise;        // as Wear has it; 0 in a picture that is not worn
  bool marks;         // compression may have left some
  bool page = false;  // a page: strokes on a ground that was shaded
  int flat_steps;     // neighbours of a flat pixel differ by no more in any channel
  float apart;        // palette colours are at least so far from one another
  float near;         // a flat pixel's colour is as near to one of the palette
  float unexplained;  // a colour so far from what is around it is not explained
  float strange;      // a colour without large areas is at least so far from the others
  double part;        // of pixels that may remain unexplained beyond the stage's parameter

  Tolerances(float n, bool compressed)
      : noise(n),
        marks(compressed),
        flat_steps(3 + static_cast<int>(0.4F * n)),
        apart(14 + n),
        near(7 + n),
        unexplained(usual_unexplained + 2 * n),
        strange(apart + 3 * n),
        part(0.01 * static_cast<double>(n)) {}
};

// Takes those colours from the palette, from the place `first` on, that ringing makes.
void remove_ringing(std::vector<uint32_t>& palette, size_t first);

// As label_flat; adds to the palette, up to `most_colours`, what it lacks, the gradients' colours
// being its first.
FlatLabels label_completely(const BasicCall& call, const PackedPicture& picture,
                            const GradientAreas& areas, const Tolerances& tolerances,
                            size_t most_colours, std::vector<uint8_t>& flat,
                            std::vector<uint32_t>& palette);

}  // namespace pipeline::quantize
