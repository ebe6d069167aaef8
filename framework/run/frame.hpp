// SPDX-License-Identifier: Apache-2.0
// The state of one image on its way through a program; what both executors share.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "framework/run/executor.hpp"

namespace pipeline::run {

// Made once, used for one frame after the other. Steps whose predecessors are done may run on
// different threads at once; begin() and end() run alone. Outlives what its stages emitted.
class Frame {
 public:
  Frame(const Program& program, const Job& job, const host::Environment& environment);

  // Resets everything for this frame and loads its inputs.
  void begin(size_t index);
  // Runs one step, or skips it where it is kept or something it needs failed, and frees what nobody
  // needs any more.
  void run(uint32_t step);
  // Whether this was the last predecessor that `step` waited for. [any thread]
  bool ready_after_one(uint32_t step) {
    return waiting_[step].fetch_sub(1, std::memory_order_acq_rel) == 1;
  }
  // Hands the results over and frees all values. A frame that was refused memory hands over
  // nothing: it must begin again, once it may pass the limit.
  void end();
  bool must_begin_again() const { return account_.was_refused(); }

  // For the oldest frame in flight. [any thread]
  void set_may_pass_limit(bool may) { account_.set_may_pass(may); }
  size_t peak_bytes() const { return account_.peak_bytes(); }

  size_t index() const { return index_; }
  const Failure* failure() const { return failure_ ? &*failure_ : nullptr; }

 private:
  bool stopped() const;
  bool blocked(const Program::Step& step) const;
  void reuse();
  void run_stage(uint32_t step, std::span<host::Value> outputs);
  void show(uint32_t step, std::span<const host::Value> outputs);
  void keep(uint32_t step, std::span<const host::Value> outputs, size_t bytes);
  std::span<host::Value> inputs() { return std::span(slots_).first(program_.input_count()); }
  const host::Value* value_of(const graph::Wire& wire) const;
  void release(const graph::Wire& wire);
  // Keeps the failure of the lowest step; `step` counts from 0, loading is before and storing
  // after.
  void fail(int64_t step, Failure failure);

  const Program& program_;
  const Job& job_;
  host::Account account_;
  host::Environment environment_;  // with this account
  Reuse reuse_;
  size_t index_ = 0;
  bool not_loaded_ = false;
  std::vector<host::Value> slots_, results_;
  std::unique_ptr<std::atomic<uint32_t>[]> waiting_;  // by step: predecessors not yet done
  std::unique_ptr<std::atomic<uint32_t>[]> uses_;     // by slot: readers not yet done
  std::vector<uint8_t> failed_;                       // by step: failed or skipped
  std::mutex failure_mutex_;
  std::optional<Failure> failure_;
  int64_t failed_step_ = 0;
};

}  // namespace pipeline::run
