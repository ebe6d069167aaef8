// SPDX-License-Identifier: Apache-2.0
// Pictures of flat areas as overlapping shapes, each boundary drawn once.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/paths.hpp>

#include "trace_shape.hpp"

namespace trace {

// One shape for each region, lowest first, over the ground.
pipeline::PathBuilder trace_flat(const pipeline::BasicCall& call, const Picture& picture,
                                 const ChainSet& chains, const pipeline::Labels& labels,
                                 const ShapeRule& rule);

}  // namespace trace
