// SPDX-License-Identifier: Apache-2.0
// Calls of one stage, each watched for what no call may do.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <vector>

#include "framework/conformance/board_note.hpp"
#include "framework/conformance/inputs.hpp"
#include "framework/conformance/settings.hpp"
#include "framework/host/instance.hpp"

namespace pipeline::conformance {

// How a call is made.
struct Circumstances {
  unsigned threads = 1;
  uint64_t shuffle = 0;                     // order of the chunks of loops
  size_t failing_allocation = 0;            // from which on the host's memory is refused; 0: none
  const std::atomic<bool>* stop = nullptr;  // whether the run is being stopped
};

// What came of one call.
struct Called {
  host::Outcome outcome;
  std::vector<host::Value> outputs;
};

// What a rule is tried with. Lives in a child process.
class Trial {
 public:
  Trial(const pipeline_stage& stage, uint64_t seed, std::chrono::milliseconds time,
        BoardNote& note);

  const pipeline_stage& stage() const { return stage_; }
  std::mt19937_64& random() { return random_; }
  std::chrono::milliseconds time() const { return time_; }  // that rules without an end may take
  // For memory of its own, so that nothing is as an earlier call has left it.
  void renew_memory();

  // Throws Broken when creating ends as it never may; null when the stage refuses the settings.
  std::unique_ptr<host::Instance> create(const Settings& settings);
  // The same, but of a stage that must take them. Throws Broken where it does not.
  std::unique_ptr<host::Instance> create_working(const Settings& settings);

  // Throws Broken when the call ends as it never may, or delivers what the contract does not allow.
  Called process(const host::Instance& instance, const Inputs& inputs,
                 const Circumstances& circumstances = {});
  // Without a look at how it ended.
  Called process_only(const host::Instance& instance, const Inputs& inputs,
                      const Circumstances& circumstances);

  // Both; nothing to process where the settings are refused.
  void call(const Settings& settings, const Scene& scene);
  Inputs inputs(const Scene& scene) const;
  // Notes what is done next, for the case that it is the last.
  void doing(const Settings& settings, const std::string& what);

  // A scene that the stage works on with its defaults. Throws Skipped where the stage needs a file,
  // Broken where it refuses all it says it takes.
  Scene working_scene();

 private:
  void check(const host::Outcome& outcome, const char* what) const;
  void check(const Called& called, bool must_be_finite) const;

  const pipeline_stage& stage_;
  std::mt19937_64 random_;
  std::chrono::milliseconds time_;
  BoardNote& note_;
  std::unique_ptr<host::Memory> memory_;
  host::Account account_;
  host::Environment environment_;
};

}  // namespace pipeline::conformance
