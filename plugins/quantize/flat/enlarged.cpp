// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/enlarged.hpp"

#include <algorithm>
#include <array>

namespace pipeline::quantize {

namespace {

// The two small pixels that the middle of a large one lies between, the nearer one first, and that
// one's part in units of 1 / (2 * large).
struct Between {
  int near, far;
  int64_t part;

  Between(int at, int small, int large) {
    const int64_t whole = 2 * int64_t{large}, place = (2 * int64_t{at} + 1) * small;
    near = static_cast<int>(place / whole);
    const int64_t off = place % whole - large;
    far = std::clamp(near + (off < 0 ? -1 : 1), 0, small - 1);
    part = whole - (off < 0 ? -off : off);
  }
};

}  // namespace

std::vector<uint8_t> enlarge_labels(const std::vector<uint8_t>& labels, int small_width,
                                    int small_height, int width, int height) {
  std::vector<Between> columns;
  columns.reserve(static_cast<size_t>(width));
  for (int x = 0; x < width; ++x) columns.emplace_back(x, small_width, width);
  std::vector<uint8_t> large;
  large.reserve(static_cast<size_t>(width) * static_cast<size_t>(height));
  for (int y = 0; y < height; ++y) {
    const Between row(y, small_height, height);
    const uint8_t *near = labels.data() + static_cast<int64_t>(row.near) * small_width,
                  *far = labels.data() + static_cast<int64_t>(row.far) * small_width;
    const int64_t rest = 2 * int64_t{height} - row.part;
    for (const Between& column : columns) {
      const int64_t beside = 2 * int64_t{width} - column.part;
      const std::array<uint8_t, 4> around{near[column.near], near[column.far], far[column.near],
                                          far[column.far]};
      const std::array<int64_t, 4> parts{row.part * column.part, row.part * beside,
                                         rest * column.part, rest * beside};
      uint8_t best = around[0];
      int64_t most = 0;
      for (size_t i = 0; i < around.size(); ++i) {
        int64_t sum = 0;
        for (size_t k = 0; k < around.size(); ++k) sum += around[k] == around[i] ? parts[k] : 0;
        if (sum > most) most = sum, best = around[i];
      }
      large.push_back(best);
    }
  }
  return large;
}

}  // namespace pipeline::quantize
