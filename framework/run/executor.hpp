// SPDX-License-Identifier: Apache-2.0
// Running a program over many images ("frames"). Two executors with one meaning: a serial one that
// is obviously right, and a parallel one on oneTBB's flow graph. The same frames give the same
// bytes on both.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>

#include "framework/run/program.hpp"

namespace pipeline::run {

// What to run over. The three functions must not throw.
struct Job {
  size_t count = 0;  // frames 0 .. count-1

  // Fills the values of the graph's inputs. Any thread, frames may overlap.
  std::function<std::optional<Failure>(size_t frame, std::span<host::Value> inputs)> load;
  // Takes the results (outputs, then metrics). Any thread, frames may overlap.
  std::function<std::optional<Failure>(size_t frame, std::span<const host::Value> results)> store;
  // Once for each frame that was started, in frame order, never overlapping. failure: null if all
  // went well; of several stages that failed, the first in the graph's order.
  std::function<void(size_t frame, const Failure* failure)> done;
};

struct Limits {
  unsigned frames_in_flight = 1;  // at least 1; bounds memory: no more frames are alive at once
};

// environment.stop ends both early: frames that have begun end with PIPELINE_CANCELLED, no further
// frame begins. A failing frame does not stop the others.
void run_serial(const Program& program, const Job& job, const host::Environment& environment);

// Runs in the calling thread's task arena, with the threads it has.
void run_flow(const Program& program, const Job& job, const Limits& limits,
              const host::Environment& environment);

}  // namespace pipeline::run
