// SPDX-License-Identifier: Apache-2.0
// Weak edge pixels that hang together with a strong one become edges (8-connected). The result is
// the same in whatever order pixels are visited, so chunks of rows may be grown at once and joined
// later.
#pragma once

#include <pipeline/image.hpp>

#include <cstdint>
#include <vector>

namespace pipeline::edge {

inline constexpr uint8_t none = 0, weak = 1, strong = 255;

struct Position {
  int32_t x, y;
};

// Makes the weak pixels of rows [y0, y1) that are reached from `strongs` strong; empties `strongs`.
void grow(const Grey8& edges, int64_t y0, int64_t y1, std::vector<Position>& strongs);

// After every chunk of `rows_per_chunk` rows has been grown by itself: carries on across their
// borders.
void join(const Grey8& edges, int64_t rows_per_chunk);

// Turns what is still weak in rows [y0, y1) to none.
void drop_weak(const Grey8& edges, int64_t y0, int64_t y1);

}  // namespace pipeline::edge
