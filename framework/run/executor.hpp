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
#include "framework/run/reuse.hpp"
#include "framework/run/spans.hpp"

namespace pipeline::run {

// What to run over. Its functions must not throw.
struct Job {
  size_t count = 0;  // frames 0 .. count-1

  // What to call a frame in messages; may be null, else what it returns lives as long as the job.
  std::function<std::string_view(size_t frame)> name{};
  // Fills the values of the graph's inputs; what it allocates is on the frame's account. Any
  // thread, frames may overlap; a frame that was refused memory is loaded again.
  std::function<std::optional<Failure>(size_t frame, std::span<host::Value> inputs,
                                       host::Account& account)>
      load;
  // Takes the results (outputs, then metrics), once a frame. Any thread, frames may overlap.
  std::function<std::optional<Failure>(size_t frame, std::span<const host::Value> results)> store;
  // Once for each frame that was started, in frame order, never overlapping. failure: null if all
  // went well; of several stages that failed, the first in the graph's order.
  std::function<void(size_t frame, const Failure* failure)> done;
  // Sees what a step has made before any other does, under the environment of the frame; a failure
  // is the step's. May be null. Any thread, steps and frames may overlap; a frame that was refused
  // memory comes again.
  using Made = std::optional<Failure>(size_t frame, uint32_t step,
                                      std::span<const host::Value> outputs,
                                      const host::Environment& environment);
  std::function<Made> made{};
  // Where results of steps are kept: steps whose results are there do not run, nor do those that
  // only such would take from. Null: all run.
  const Memo* memo = nullptr;
  // Where to note what ran when; null: nowhere.
  Spans* spans = nullptr;
};

// At most this many frames are alive at once. The limit of environment.memory bounds them too: a
// frame begins only if one more fits (Room), and one that does not fit after all gives back what it
// has and begins again when it is the oldest, which alone may pass the limit. So no more host
// memory is in use than the limit and what one frame needs.
struct Limits {
  unsigned frames_in_flight = 1;  // at least 1
};

// environment.stop ends both early: frames that have begun end with PIPELINE_CANCELLED, no further
// frame begins. A failing frame does not stop the others.
void run_serial(const Program& program, const Job& job, const host::Environment& environment);

// Runs in the calling thread's task arena, with the threads it has.
void run_flow(const Program& program, const Job& job, const Limits& limits,
              const host::Environment& environment);

}  // namespace pipeline::run
