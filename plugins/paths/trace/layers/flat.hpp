// SPDX-License-Identifier: Apache-2.0
// Pictures of flat areas as overlapping shapes, each boundary drawn once.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/paths.hpp>

#include "plugins/paths/trace/layers/shape.hpp"
#include "plugins/paths/trace/thin/lift.hpp"

namespace trace {

// One shape for each region, lowest first, over the ground; then the thin ones.
pipeline::PathBuilder trace_flat(const pipeline::BasicCall& call, const Picture& picture,
                                 const ChainSet& chains, const pipeline::Labels& labels,
                                 const Fills& fills, const std::vector<ThinShape>& thin,
                                 const ShapeRule& rule);

}  // namespace trace
