// SPDX-License-Identifier: Apache-2.0
// Outlines whose pixels show no blends: their boundary runs along cracks, its corners are exact.
#pragma once

#include "plugins/paths/trace/layers/contour.hpp"
#include "plugins/paths/trace/layers/piece.hpp"

namespace trace {

// Whether the pixels beside every visible crack have the colours of their regions, to within
// rounding.
bool is_crisp(const Picture& picture, const Contour& contour);

// Whether an outline that is crisp was drawn along cracks. Slants and curves that were drawn
// without blends have steps of one pixel: of the two directions that a straight line is made of,
// one always comes alone (Rosenfeld 1974, Digital straight line segments).
bool is_rectilinear(const Contour& contour);

// The cracks themselves, hidden parts apart.
Outline crack_outline(const Picture& picture, const Layers& layers, const Contour& contour);

}  // namespace trace
