// SPDX-License-Identifier: Apache-2.0
// Calls of one stage, each watched for what no call may do.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "framework/conformance/board_note.hpp"
#include "framework/conformance/guarded_blocks.hpp"
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
  // The same, and the host's and the C library's memory holds this byte when it is handed out, so
  // that a stage which reads before it writes, or delivers what it did not write, shows.
  void fill_memory_with(uint8_t byte);

  // Throws Broken when creating ends as it never may; null when the stage refuses the settings.
  std::unique_ptr<host::Instance> create(const Settings& settings);
  // The same, with settings that it took before. Throws Broken where it does not any more.
  std::unique_ptr<host::Instance> create_again(const Settings& settings);

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

  // Something that the stage works on: with its defaults, or, where it refuses those, with the
  // first others that it takes.
  struct Working {
    Settings settings;
    Scene scene;
  };
  // Nothing where it refuses all that it says it takes, and why. Throws Skipped where it needs what
  // is not here.
  std::optional<Working> find_working(std::string& refusal);
  // For all rules but the one about that: throws Skipped.
  Working working();

 private:
  std::unique_ptr<host::Instance> create(const Settings& settings, std::string& refusal);
  void check(const host::Outcome& outcome, const char* what) const;
  void check(const Called& called, bool must_be_finite) const;
  std::optional<Scene> working_scene(const Settings& settings, std::string& refusal);

  const pipeline_stage& stage_;
  std::mt19937_64 random_;
  std::chrono::milliseconds time_;
  BoardNote& note_;
  uint8_t fill_ = 0;
  std::unique_ptr<GuardedBlocks> blocks_;
  std::unique_ptr<host::Memory> memory_;
  host::Account account_;
  host::Environment environment_;
};

}  // namespace pipeline::conformance
