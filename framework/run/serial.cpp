// SPDX-License-Identifier: Apache-2.0
// The reference executor: frame after frame, step after step, on the calling thread.
#include "framework/run/frame.hpp"

namespace pipeline::run {

void run_serial(const Program& program, const Job& job, const host::Environment& environment) {
  Frame frame(program, job, environment);
  frame.set_may_pass_limit(true);
  for (size_t index = 0; index < job.count; ++index) {
    if (environment.stop && environment.stop->load()) return;
    frame.begin(index);
    for (uint32_t step = 0; step < program.steps().size(); ++step) frame.run(step);
    frame.end();
    job.done(index, frame.failure());
  }
}

}  // namespace pipeline::run
