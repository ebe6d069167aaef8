// SPDX-License-Identifier: Apache-2.0
// A label map to filled shapes: what the stages of this family that draw regions have in common.
#pragma once

#include <pipeline/basic_call.hpp>

#include "plugins/paths/trace/chains/fit.hpp"
#include "plugins/paths/trace/specks.hpp"

namespace trace {

struct TraceRule {
  SpeckRule specks;
  FitRule fit;
  bool stacked = true;
  bool gradients = true;  // where shapes are layers
};

// picture: what the labels came from, of the same size; places boundaries within half a pixel.
// Scratch memory is freed when it returns, before the shapes are copied. Throws Error when a label
// has no colour, the picture is too large, or the call is cancelled.
pipeline::PathBuilder trace_shapes(const pipeline::BasicCall& call, const pipeline::Labels& map,
                                   const pipeline::Image<const uint8_t>* picture,
                                   const TraceRule& rule);

}  // namespace trace
