// SPDX-License-Identifier: Apache-2.0
// Shapes along the pixels' edges, one for each colour of a map.
#pragma once

#include <pipeline/paths.hpp>

#include <span>

#include "plugins/paths/common/pace.hpp"

namespace regions {

// Shape i has colour i, all its outlines, and label i; colours that are fully transparent have
// none.
void write_outlines(pipeline::PathBuilder& builder, int width, int height,
                    std::span<const uint32_t> ids, std::span<const pipeline::Colour> colours,
                    trace::Pace& pace);

}  // namespace regions
