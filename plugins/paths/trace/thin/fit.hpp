// SPDX-License-Identifier: Apache-2.0
// Outlines for what covers pixels in part.
#pragma once

#include "plugins/paths/trace/layers/piece.hpp"
#include "plugins/paths/trace/thin/field.hpp"

namespace trace {

// Few lines for each ring of the field, moved until they cover the pixels as it says.
std::vector<Outline> fit_thin(const CoverField& field, double tolerance);

}  // namespace trace
