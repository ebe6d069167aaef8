// SPDX-License-Identifier: Apache-2.0
// All that a port says it takes.
#pragma once

#include <pipeline/abi.h>

#include <vector>

namespace pipeline::conformance {

// Of an image: what can go together, such as no OKLab in 8 bits. Of labels: the sample types, with
// channels 1. Of anything else: one that says nothing.
struct Format {
  uint32_t sample = 0, channels = 0, colour = 0, alpha = 0;
};

std::vector<Format> formats_of(const pipeline_port& port);

}  // namespace pipeline::conformance
