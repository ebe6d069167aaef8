// SPDX-License-Identifier: Apache-2.0
// Regions too small to be worth a shape.
#pragma once

#include "plugins/paths/trace/regions.hpp"

namespace trace {

struct SpeckRule {
  uint32_t min_area = 1;  // pixels; smaller regions go
  // Where wired: a speck stays when the mean of the edge strength along its boundary, at each crack
  // the larger of the two pixels it parts, is at least keep_strength.
  std::optional<pipeline::Image<const float, 1>> strength;
  double keep_strength = 1;
  // Of thin print hardly a pixel is pure: down to a quarter of min_area, a speck stays when one
  // label is around it, or its own at its corners, and no region of its own with a thick part is
  // near; and so does one that is a piece of a slanted thin line, whatever its size. Not where
  // specks are so many that they must be noise.
  bool spare_dots = false;
};

// Gives each speck, smallest first, the label of the most similar neighbouring label (straight-line
// distance of premultiplied colours); of equally similar ones, that with the longest common
// boundary, then the lowest. It unites with all its neighbours of that label.
void merge_specks(RunForest& forest, const pipeline::Labels& labels, const SpeckRule& rule,
                  Pace& pace);

}  // namespace trace
