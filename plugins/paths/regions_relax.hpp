// SPDX-License-Identifier: Apache-2.0
// Boundaries that are ragged for little.
#pragma once

#include "regions_picture.hpp"
#include "trace_pace.hpp"

namespace regions {

// Lets pixels at boundaries go over to a neighbouring region where squared error plus length of
// boundary gets less: iterated conditional modes, after J. Besag, "On the Statistical Analysis of
// Dirty Pictures", J. R. Stat. Soc. B 48 (1986). Afterwards regions are 4-connected again, and
// there may be more of them.
void relax(const Picture& picture, double error_a_byte, Partition& partition, trace::Pace& pace);

}  // namespace regions
