// SPDX-License-Identifier: Apache-2.0
// Small print and strokes of a pixel or two: shapes too thin for their pixels to be pure, told by
// how much of each pixel they cover. They are lifted off the map and the picture and drawn last.
#pragma once

#include <pipeline/labels.hpp>

#include <optional>
#include <vector>

#include "plugins/paths/trace/picture.hpp"
#include "plugins/paths/trace/thin/field.hpp"
#include "plugins/paths/trace/thin/sheet.hpp"

namespace trace {

// Strokes of one colour that blends connect.
struct ThinShape {
  uint32_t label;
  CoverField field;
};

struct ThinShapes {
  std::vector<ThinShape> shapes;  // lowest first
  std::optional<Sheet> beneath;   // what remains without them; none when there are none
};

// Thin opaque regions, whatever is around them (in a noisy picture those on one ground only). One
// colour after another is taken off labels and picture, first the one that crosses the others: so
// those go on beneath it.
ThinShapes lift_thin(const pipeline::Image<const uint8_t>& image, const RegionMap& map,
                     const pipeline::Labels& labels, const Fills& fills, bool noisy);

}  // namespace trace
