// SPDX-License-Identifier: Apache-2.0
// Small print and strokes of a pixel or two: shapes too thin for their pixels to be pure, told by
// how much of each pixel they cover. They are lifted off the map and drawn last.
#pragma once

#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/trace/picture.hpp"
#include "plugins/paths/trace/thin/field.hpp"

namespace trace {

// Strokes of one colour on one ground that blends connect.
struct ThinShape {
  uint32_t label;
  CoverField field;
};

struct ThinShapes {
  std::vector<ThinShape> shapes;
  std::vector<uint32_t> labels;  // by pixel, of what lies beneath; empty when there are no shapes
};

// Thin opaque regions with one label around them.
ThinShapes lift_thin(const Picture& picture, const pipeline::Labels& labels);

}  // namespace trace
