// SPDX-License-Identifier: Apache-2.0
// Outlines of regions from fitted chains, in painter's order.
#pragma once

#include <pipeline/paths.hpp>

#include <functional>

#include "plugins/paths/trace/chains/curves.hpp"
#include "plugins/paths/trace/chains/order.hpp"

namespace trace {

struct OutlineRule {
  double overlap = 0.8;  // pixels that a shape runs on beneath what is painted later; 0: none
};

// Appends one shape for each rank of `order`, nonzero fill (holes run the other way round, which is
// the same as even-odd and stays right where outlines overlap).
void write_outlines(pipeline::PathBuilder& builder, const RegionMap& map, const ChainSet& chains,
                    const Curves& curves, const PaintOrder& order, const pipeline::Labels& labels,
                    const OutlineRule& rule, Pace& pace);

}  // namespace trace
