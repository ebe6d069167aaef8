// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plugins/quantize/kmeans/lloyd.hpp"

namespace pipeline::quantize {

// Puts up to `count` centres where they may do more good: of the pairs of clusters that cost least
// to merge, but for the first `skip`, each becomes one, and of the clusters that cost most, each
// becomes two (Kaukoranta, Franti and Nevalainen, Iterative split-and-merge algorithm for vector
// quantization codebook generation, Optical Engineering 37(10), 1998). Returns how many it moved.
// `clusters`: those of `centres`, from Lloyd. A pinned centre stays.
int exchange_centres(const std::vector<Cluster>& clusters, int count, int skip, Centres& centres);

}  // namespace pipeline::quantize
