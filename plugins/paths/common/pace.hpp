// SPDX-License-Identifier: Apache-2.0
// Long loops on one thread that end when they are not wanted any more.
#pragma once

#include <pipeline/basic_call.hpp>
#include <pipeline/error.hpp>

#include <cstdint>

namespace trace {

class Pace {
 public:
  explicit Pace(const pipeline::BasicCall& call) : call_(call) {}

  // Throws Error when the call is cancelled.
  void look() const {
    if (call_.cancelled()) throw pipeline::Error(PIPELINE_CANCELLED, "stopped");
  }
  // For steps so small that looking at each would be felt.
  void step() {
    if (++steps_ % 1024 == 0) look();
  }

 private:
  const pipeline::BasicCall& call_;
  uint32_t steps_ = 0;
};

}  // namespace trace
