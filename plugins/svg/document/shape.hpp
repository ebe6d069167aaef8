// SPDX-License-Identifier: Apache-2.0
// One path of a value: is it sound, how far does it reach, and its text.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/paths.hpp>

#include <optional>

#include "plugins/svg/document/path_data.hpp"

namespace svg {

// Throws Error naming path i when the canvas, its verbs, numbers, paint or gradient are not sound.
void check_canvas(const pipeline::Paths& paths);
void check_shape(const pipeline::Paths& paths, uint32_t i);

struct Box {
  double x0, y0, x1, y1;
  bool meets(const Box& o) const { return x0 <= o.x1 && o.x0 <= x1 && y0 <= o.y1 && o.y0 <= y1; }
};

// Holds all that path i paints, its stroke included; may be larger than needed.
Box bounds(const pipeline::Paths& paths, uint32_t i);

// The five numbers of the ellipse when path i is one upright ellipse and nothing else, else null.
const float* lone_ellipse(const pipeline::Paths& paths, uint32_t i);

// Appends path i. Segments that vanish in rounding are dropped, unless a stroke could show them.
// Throws Error when the call is cancelled.
void write_shape(PathData& data, const pipeline::Paths& paths, uint32_t i, const Decimals& decimals,
                 const pipeline::BasicCall& call);

}  // namespace svg
