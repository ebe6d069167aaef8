// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "plugins/quantize/common/scratch.hpp"
#include "plugins/quantize/common/weighted_colours.hpp"

namespace pipeline::quantize {

// Colours that a parallel loop over [0, count) gives, in the order of its chunks. fill(begin, end)
// writes those of a chunk to `space`, of `count` places, and returns which it wrote; chunks in
// order are apart and in order there.
template <class Fill>
WeightedColours gather_chunks(const BasicCall& call, WeightedColours space, Fill fill) {
  constexpr int64_t grain = 8192;
  const auto count = static_cast<int64_t>(space.size());
  std::vector<WeightedColours> chunks(static_cast<size_t>((count + grain - 1) / grain));
  call.parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    chunks[static_cast<size_t>(begin / grain)] =
        fill(static_cast<size_t>(begin), static_cast<size_t>(end));
  });
  size_t used = 0;
  for (const auto& chunk : chunks) {
    WeightedColour* const to = space.data() + used;
    if (chunk.data() != to) std::copy(chunk.begin(), chunk.end(), to);
    used += chunk.size();
  }
  return space.first(used);
}

}  // namespace pipeline::quantize
