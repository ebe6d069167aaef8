// SPDX-License-Identifier: Apache-2.0
// Which steps of a frame need not run, because what they make is kept.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "framework/cache/results.hpp"
#include "framework/cache/step_keys.hpp"
#include "framework/run/program.hpp"

namespace pipeline::run {

// Where results are kept. All of it [any thread].
struct Memo {
  const cache::StepKeys& keys;  // of the program's graph
  cache::Results& results;
  // A frame has made all its results, of inputs with these keys; may be null.
  std::function<void(size_t frame, std::span<const cache::Key> inputs)> done{};
};

// For one frame after the other. begin() and done() run alone; steps may overlap.
class Reuse {
 public:
  enum class Task : uint8_t {
    run,
    reuse,   // its outputs are there
    nothing  // nobody asks for its outputs
  };

  // memo: null: everything runs. All outlive this.
  Reuse(const Program& program, const Memo* memo);

  // slots: as Program's, with the inputs. Looks backwards from the results, so that nothing is
  // looked for that only a kept step would take; fills the slots of the steps that are kept.
  // every_step: all outputs are asked for, not only those that become results.
  void begin(std::span<host::Value> slots, bool every_step, const host::Environment& environment);

  Task task(uint32_t step) const { return tasks_[step]; }
  bool keeps(uint32_t step) const { return memo_ && keys_[step]; }
  // bytes: of host memory that the call took.
  void keep(uint32_t step, std::span<const host::Value> outputs, size_t bytes,
            const host::Environment& environment) const;
  void done(size_t frame) const;

  std::span<const cache::Key> inputs() const { return inputs_; }

 private:
  bool find(uint32_t step, std::span<host::Value> slots, const host::Environment& environment);

  const Program& program_;
  const Memo* memo_;
  std::vector<Task> tasks_;
  std::vector<cache::Key> inputs_;
  std::vector<std::optional<cache::Key>> keys_;
};

}  // namespace pipeline::run
