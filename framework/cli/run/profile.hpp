// SPDX-License-Identifier: Apache-2.0
// Where a run's time and memory went, stage by stage.
#pragma once

#include <string>

#include "framework/run/program.hpp"
#include "framework/run/spans.hpp"

namespace pipeline::cli {

struct ProfileInput {
  const run::Program& program;
  const run::Spans& spans;
  size_t images = 0;   // of one pass
  size_t warm_up = 0;  // frames below this number are not counted
  unsigned threads = 1;
};

// A line a stage: calls, median time, share of all time, median of megapixels a second, host
// memory.
std::string profile_table(const ProfileInput& input);

// {"images", "threads", "seconds", "peak_resident_bytes", "stages": {NAME: {"uses", "ms": [...] in
// the order of the images, "pixels", "peak_bytes"}}}, the reading and writing of files as "(read)"
// and "(write)". seconds is from the first call that counts to the end of the last; ms is the wall
// time of one call; peak_bytes the host memory that the largest call took, pixels its largest
// raster.
std::string profile_json(const ProfileInput& input);

}  // namespace pipeline::cli
