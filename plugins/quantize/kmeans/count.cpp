// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/count.hpp"

#include <algorithm>

#include "plugins/quantize/kmeans/attempt.hpp"

namespace pipeline::quantize {

int fewest_colours(const BasicCall& call, const Points& points, FitSettings settings) {
  double weight = 0;
  for (const float w : points.weights) weight += static_cast<double>(w);
  const double limit = weight * *settings.error * *settings.error;
  int low = settings.transparent ? 2 : 1, high = settings.colors;
  while (low < high) {
    settings.colors = (low + high) / 2;
    if (attempt(points, settings, static_cast<uint64_t>(settings.seed), &call).cost <= limit) {
      high = settings.colors;
    } else {
      low = settings.colors + 1;
    }
  }
  return high;
}

}  // namespace pipeline::quantize
