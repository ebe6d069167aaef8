// SPDX-License-Identifier: Apache-2.0
#include "plugins/paths/centerline/distance.hpp"

#include <algorithm>

namespace centerline {
namespace {

// Along columns: the distance to the nearest pixel above or below that is not in the mask.
std::vector<int32_t> column_distances(const Mask& mask, int limit, trace::Pace& pace) {
  std::vector<int32_t> distance(mask.size());
  const auto stride = static_cast<size_t>(mask.stride());
  for (size_t i = stride; i < mask.size(); ++i) {
    if (i % stride == 0) pace.look();
    distance[i] = mask[i] ? std::min(distance[i - stride] + 1, limit) : 0;
  }
  for (size_t i = mask.size() - stride; i-- > 0;) {
    distance[i] = std::min(distance[i], distance[i + stride] + 1);
  }
  return distance;
}

}  // namespace

std::vector<uint32_t> squared_distances(const Mask& mask, int limit, trace::Pace& pace) {
  const std::vector<int32_t> column = column_distances(mask, limit, pace);
  std::vector<uint32_t> square(mask.size());
  // Strokes are narrow, so that a look at the few columns that can matter beats the lower envelope
  // of parabolas.
  for (int y = 0; y < mask.height(); ++y) {
    pace.look();
    for (int x = 0; x < mask.width(); ++x) {
      const size_t i = mask.index(x, y);
      if (!mask[i]) continue;
      int32_t best = column[i] * column[i];
      for (int dx = 1; dx * dx < best; ++dx) {
        const int32_t left = column[i - static_cast<size_t>(std::min(dx, x + 1))];
        const int32_t right = column[i + static_cast<size_t>(std::min(dx, mask.width() - x))];
        const int32_t nearer = std::min(left, right);
        best = std::min(best, dx * dx + nearer * nearer);
      }
      square[i] = static_cast<uint32_t>(best);
    }
  }
  return square;
}

}  // namespace centerline
