// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/palette.hpp"

#include <algorithm>

#include "plugins/quantize/common/gather.hpp"

namespace pipeline::quantize {

Palette kmeans_palette(const BasicCall& call, const Image<const uint8_t>& picture,
                       FitSettings settings) {
  // No criterion is needed for two colours.
  const size_t few = settings.error ? 2 : static_cast<size_t>(settings.colors);
  // A palette fitted to n points errs on others by about colors / n more. Twice the points are
  // cheap beside the labelling of a large picture; of a small one a third must do.
  const int64_t pixels = int64_t{picture.width()} * picture.height();
  const auto colors = int64_t{settings.colors};
  const int64_t wanted = std::clamp(pixels / 64, 1024 * colors, 2048 * colors);
  const auto sample_size = std::clamp<int64_t>(std::min(wanted, pixels / 3), 1 << 15, 1 << 18);
  const auto gathered = gather(call, picture, sample_size);
  if (gathered.complete && gathered.own_count() <= few) return gathered.own_palette();
  settings.transparent = gathered.hole;
  return fit(call, gathered.colours, settings);
}

}  // namespace pipeline::quantize
