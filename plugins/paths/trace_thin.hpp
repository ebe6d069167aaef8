// SPDX-License-Identifier: Apache-2.0
// Small print and strokes of a pixel or two: shapes too thin for their pixels to be pure, told by
// how much of each pixel they cover.
#pragma once

#include <pipeline/labels.hpp>

#include <vector>

#include "trace_layers.hpp"
#include "trace_picture.hpp"
#include "trace_piece.hpp"
#include "trace_thin_field.hpp"

namespace trace {

// Thin regions of one colour on one ground that blends connect, drawn as one shape.
struct ThinShape {
  std::vector<uint32_t> regions;  // lowest first
  CoverField field;
  std::vector<Outline> outlines;
};

struct ThinShapes {
  std::vector<ThinShape> shapes;   // outlines are still missing
  std::vector<uint32_t> of;        // by region: its shape, `outside` where it is none of these
  std::vector<char> shows_ground;  // by region: an area among thin ones where the ground is seen

  bool drawn_otherwise(uint32_t region) const {
    return of[region] != outside || shows_ground[region];
  }
};

ThinShapes find_thin(const Picture& picture, const ChainSet& chains, const Layers& layers,
                     const pipeline::Labels& labels);

}  // namespace trace
