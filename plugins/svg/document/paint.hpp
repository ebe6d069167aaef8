// SPDX-License-Identifier: Apache-2.0
// Colours, strokes and gradients as SVG attributes.
#pragma once

#include <pipeline/paths.hpp>

#include <string>
#include <vector>

#include "plugins/svg/document/number.hpp"

namespace svg {

// The paint attributes of path i, each with a leading space; what is SVG's default is left out.
// Paths with equal text look equal.
std::string paint_attributes(const pipeline::Paths& paths, uint32_t i, const Decimals& decimals);

bool has_stroke(const pipeline::Paths& paths, uint32_t i);

// The gradients that paths refer to, as ids g0, g1, ...; they need no <defs> around them.
std::string gradient_definitions(const pipeline::Paths& paths, const Decimals& decimals);

}  // namespace svg
