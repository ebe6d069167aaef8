// SPDX-License-Identifier: Apache-2.0
// Thin shapes that need no search for an outline.
#pragma once

#include <optional>

#include "plugins/paths/trace/layers/ellipse.hpp"
#include "plugins/paths/trace/thin/field.hpp"

namespace trace {

// The disc, or the upright ellipse, that covers the pixels as the field says, to within what a
// picture of 8 bits can say; nothing when there is none.
std::optional<Ellipse> find_dot(const CoverField& field);

// Whether every pixel is covered whole or not at all, and the boundary has no steps of one pixel,
// as slants and curves would have.
bool is_rectilinear(const CoverField& field);

}  // namespace trace
