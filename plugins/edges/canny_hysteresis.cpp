// SPDX-License-Identifier: Apache-2.0
#include "canny_hysteresis.hpp"

#include <algorithm>

namespace pipeline::edge {

void grow(const Grey8& edges, int64_t y0, int64_t y1, std::vector<Position>& strongs) {
  while (!strongs.empty()) {
    const Position at = strongs.back();
    strongs.pop_back();
    const int64_t top = std::max<int64_t>(at.y - 1, y0);
    const int64_t bottom = std::min<int64_t>(at.y + 1, y1 - 1);
    const int32_t left = std::max(at.x - 1, 0);
    const int32_t right = std::min(at.x + 1, edges.width() - 1);
    for (int64_t y = top; y <= bottom; ++y) {
      uint8_t* row = edges.row(y);
      for (int32_t x = left; x <= right; ++x) {
        if (row[x] != weak) continue;
        row[x] = strong;
        strongs.push_back({x, static_cast<int32_t>(y)});
      }
    }
  }
}

void join(const Grey8& edges, int64_t rows_per_chunk) {
  std::vector<Position> strongs;
  for (int64_t border = rows_per_chunk; border < edges.height(); border += rows_per_chunk) {
    for (int64_t y = border - 1; y <= border; ++y) {
      const uint8_t* row = edges.row(y);
      for (int32_t x = 0; x < edges.width(); ++x) {
        if (row[x] == strong) strongs.push_back({x, static_cast<int32_t>(y)});
      }
    }
  }
  grow(edges, 0, edges.height(), strongs);
}

void drop_weak(const Grey8& edges, int64_t y0, int64_t y1) {
  for (int64_t y = y0; y < y1; ++y) {
    uint8_t* row = edges.row(y);
    for (int32_t x = 0; x < edges.width(); ++x) row[x] = row[x] == strong ? strong : none;
  }
}

}  // namespace pipeline::edge
