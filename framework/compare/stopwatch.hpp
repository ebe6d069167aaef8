// SPDX-License-Identifier: Apache-2.0
// The time that some steps of a program take.
#pragma once

#include <string>
#include <vector>

#include "framework/compare/evaluation.hpp"

namespace pipeline::compare {

// The steps to time in each variant, as numbers of its steps, of the steps that outputs need: those
// that not all variants have alike, and those named. If that gives none, all that outputs need.
std::vector<std::vector<uint32_t>> steps_to_time(const std::vector<Variant>& variants,
                                                 const std::vector<std::string>& names);

// The same of graphs that were not made of one another: all but what every graph makes of the same
// in the same way, for the one may do in two stages what the other does in one.
std::vector<std::vector<uint32_t>> steps_not_shared(const std::vector<Variant>& variants);

// Some steps of one program on one image, whose inputs it keeps.
class Stopwatch {
 public:
  Stopwatch(const Variant& variant, const std::vector<uint32_t>& steps,
            const std::vector<host::Value>& slots);

  // Seconds of one run of the steps, the mean of as many as take at least half a millisecond. Short
  // ones run once before, uncounted, so that it does not matter what ran before that. A step that
  // fails, which did not before, ends it: nothing. [one thread at a time, inside the
  // arena that stages are to use]
  std::optional<double> time(const host::Environment& environment);

  size_t memory() const;  // bytes that the inputs keep alive; shared ones count each time

 private:
  struct Timed {
    const host::Instance* instance;
    std::vector<host::Value> inputs;  // empty: nothing is wired there
    size_t output_count;
  };
  std::optional<double> time_once(const host::Environment& environment) const;

  std::vector<Timed> steps_;
  unsigned repeats_ = 0;  // chosen with the first call
  bool short_ = true;
};

}  // namespace pipeline::compare
