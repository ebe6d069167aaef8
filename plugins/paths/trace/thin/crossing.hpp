// SPDX-License-Identifier: Apache-2.0
// Which thin shapes cross which, and how these go on beneath them.
#pragma once

#include "plugins/paths/trace/thin/sheet.hpp"

namespace trace {

// The labels of thin pixels, the uppermost first: where one lies between two parts of another, it
// crosses that.
std::vector<uint32_t> order_of_crossing(const Sheet& sheet);

// Gives the thin pixels of a label (parts: all of them) other labels: of what goes on across them,
// something thin before something thick, or else of what is nearest.
void fill_thin(Sheet& sheet, uint32_t label, const std::vector<uint32_t>& parts);

}  // namespace trace
