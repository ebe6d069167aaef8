// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/kmeans/palette.hpp"

#include <algorithm>

#include "plugins/quantize/common/gather.hpp"

namespace pipeline::quantize {

Palette kmeans_palette(const BasicCall& call, const Image<const uint8_t>& picture,
                       FitSettings settings) {
  // No criterion is needed for two colours.
  const size_t few = settings.error ? 2 : static_cast<size_t>(settings.colors);
  // Enough for the error to grow by about 1/1000 (a cluster of n points moves its mean by 1/n of
  // their variance); no more of a small picture than its labelling is worth.
  const int64_t pixels = int64_t{picture.width()} * picture.height();
  const int64_t sample_size =
      std::clamp<int64_t>(std::min(1024 * int64_t{settings.colors}, pixels / 6), 1 << 15, 1 << 18);
  auto gathered = gather(call, picture, sample_size);
  if (gathered.complete && gathered.own_count() <= few) return gathered.own_palette();
  settings.transparent = gathered.hole;
  return fit(call, std::move(gathered.colours), settings);
}

}  // namespace pipeline::quantize
