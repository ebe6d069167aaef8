// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "plugins/quantize/kmeans/fit.hpp"
#include "plugins/quantize/kmeans/lloyd.hpp"

namespace pipeline::quantize {

struct Attempt {
  Centres centres;
  double cost = 0;  // summed squared distance
};

// A seeded start for settings.colors colours, brought to rest on these points, then bettered by
// exchanges of centres while they help. In parallel when call is given.
Attempt attempt(const Points& points, const FitSettings& settings, uint64_t seed,
                const BasicCall* call);

struct Exchanges {
  int moves;   // at once, at first
  int rounds;  // at most
};

// Centres that `lloyd` has brought to rest, bettered by exchanges while they help. In parallel when
// call is given.
Attempt exchanged(Lloyd& lloyd, const Centres& start, Exchanges exchanges, const BasicCall* call);

}  // namespace pipeline::quantize
