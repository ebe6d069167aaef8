// SPDX-License-Identifier: Apache-2.0
// Outlines for what covers pixels in part.
#pragma once

#include "trace_piece.hpp"
#include "trace_thin_field.hpp"

namespace trace {

// Few lines for each ring of the field, moved until they cover the pixels as it says.
std::vector<Outline> fit_thin(const CoverField& field, double tolerance);

}  // namespace trace
