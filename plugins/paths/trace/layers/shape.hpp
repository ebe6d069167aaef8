// SPDX-License-Identifier: Apache-2.0
// One loop of a flat region as an outline.
#pragma once

#include <optional>

#include "plugins/paths/trace/layers/contour.hpp"
#include "plugins/paths/trace/layers/ellipse.hpp"
#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

struct Shape {
  std::optional<Ellipse> ellipse;  // else:
  Outline outline;
};

struct ShapeRule {
  double tolerance = 0.6;  // pixels
};

// Fits the visible part of the loop to the picture and hides the rest. What comes out is drawn and
// compared with the regions; where it is wrong, plainer means are tried.
Shape fit_shape(const Picture& picture, const Layers& layers, const ChainSet& chains, uint32_t loop,
                const ShapeRule& rule);

}  // namespace trace
