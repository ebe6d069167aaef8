// SPDX-License-Identifier: Apache-2.0
// A pixel that shows a stroke and what lies beneath it, which may be two colours.
#pragma once

#include "plugins/paths/trace/picture.hpp"

namespace trace {

// What parts of a pixel are covered by a stroke and by the first of two grounds; the second has the
// rest. square: squared distance of the pixel's colour from that mixture.
struct Mixture {
  float cover, first, square;
};

// What explains a pixel's colour best. share: what part of the grounds the first is expected to
// have, which decides where colours do not tell. Where the stroke needn't be at all (`perhaps`), a
// mixture of the grounds alone is preferred to one that is hardly better.
Mixture unmix(const Colour4& pixel, const Colour4& stroke, const Colour4& first,
              const Colour4& second, float share, bool perhaps);

// On one ground; the cover is not clamped, and the square that from the line through both colours.
Mixture unmix(const Colour4& pixel, const Colour4& stroke, const Colour4& ground);

}  // namespace trace
