// SPDX-License-Identifier: Apache-2.0
// The colours of a picture that was found by undoing an enlargement, which leaves some levels open.
#pragma once

#include <cstdint>
#include <vector>

namespace enlargement {

// Pixels are red, green, blue and alpha, packed from the lowest byte on; rows have `width` of them.

// Where pixels have a few colours, but for some levels, and hardly any blends, as sprites do, each
// takes the commonest colour near it. Whether that is so.
bool settle_on_few_colours(std::vector<uint32_t>& pixels, int width);

// Whether nearly all pixels are near to one that is as its neighbours are: only then can areas be
// told from what lies between them.
bool shows_areas(const std::vector<uint32_t>& pixels, int width);

}  // namespace enlargement
