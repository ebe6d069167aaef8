// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "plugins/quantize/kmeans/lloyd.hpp"

namespace pipeline::quantize {

// `count` centres to start from, by k-means++ (Arthur and Vassilvitskii, k-means++: the advantages
// of careful seeding, SODA 2007): each is drawn with a probability that grows with the squared
// distance to the centres so far. `first`: a pinned centre 0, or null. Fewer when the points have
// fewer distinct places.
Centres seed_centres(const Points& points, int count, uint64_t seed, const Place* first);

}  // namespace pipeline::quantize
