// SPDX-License-Identifier: Apache-2.0
// Smoother boundaries: each pixel goes to the neighbouring region where error and boundary cost
// least together (iterated conditional modes, Besag 1986).
#pragma once

#include "plugins/paths/regions/merge.hpp"

namespace regions {

// Regions may fall apart or vanish; their tallies are kept right.
void relax(const pipeline::BasicCall& call, const Samples& samples, double lambda,
           Partition& partition);

}  // namespace regions
