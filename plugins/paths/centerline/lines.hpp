// SPDX-License-Identifier: Apache-2.0
// Which parts of a label map are lines, and their strokes.
#pragma once

#include <pipeline/image.hpp>
#include <pipeline/labels.hpp>

#include <vector>

#include "plugins/paths/centerline/strokes.hpp"

namespace centerline {

struct LabelStroke {
  uint32_t label;
  Stroke stroke;
};

struct Lines {
  std::vector<LabelStroke> strokes;  // by label, then in reading order of where they were found
  Mask pixels;                       // that the strokes stand for
};

// A part of one label is lines where it is nowhere wider than `max_width` pixels, its strokes are
// longer than wide, each is about as wide everywhere, and all of them together cover about as many
// pixels as the part has. Arrowheads and dots on them are left to be filled. The label that covers
// most of the picture is the ground, never a line.
Lines find_lines(const pipeline::Labels& labels, const pipeline::Image<const uint8_t>* picture,
                 int max_width, trace::Pace& pace);

}  // namespace centerline
