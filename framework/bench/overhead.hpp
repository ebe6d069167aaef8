// SPDX-License-Identifier: Apache-2.0
// What the framework itself costs: stages that do nothing, and one that only copies.
#pragma once

#include "framework/host/call.hpp"

namespace pipeline::bench {

struct Overhead {
  // Seconds of an empty stage for each image, the median of several runs of a chain.
  double serial = 0;  // on the calling thread
  double flow = 0;    // in the parallel executor, on `threads`
  // A stage that copies an RGB picture of these pixels into new host memory, and memcpy into memory
  // that is there: seconds, medians of calls in turn.
  int width = 1920, height = 1080;
  double copy_stage = 0, copy = 0;
};

// Takes about a quarter of a second. The caller is in no arena.
Overhead measure_overhead(unsigned threads, const host::Environment& environment);

}  // namespace pipeline::bench
