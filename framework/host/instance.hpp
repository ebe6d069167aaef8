// SPDX-License-Identifier: Apache-2.0
// One created stage: its life and its calls.
#pragma once

#include <pipeline/abi.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "framework/host/call.hpp"

namespace pipeline::host {

// How a call ended. error is one line, without the stage's name.
struct Outcome {
  pipeline_status status = PIPELINE_OK;
  std::string error;
  size_t bytes = 0;  // of host memory that the call took: its outputs and what it asked for besides
  size_t allocations = 0;  // how often it asked
  explicit operator bool() const { return status == PIPELINE_OK; }
};

// "bad argument", "out of memory"; what a status says without a text.
std::string_view status_name(pipeline_status status);

class Instance {
 public:
  // `arguments` as the stage's parameters; read during this call only. On failure the pointer is
  // null and `outcome` says why. name: how messages call it; must outlive the instance.
  static std::unique_ptr<Instance> create(const pipeline_stage& stage, std::string_view name,
                                          std::span<const pipeline_arg> arguments,
                                          const Environment& environment, Outcome& outcome);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  // inputs: as many as the stage has, null where not wired. outputs: as many as it has, empty;
  // filled on success, emptied on failure. May overlap itself if reentrant(). [any thread]
  Outcome process(std::span<const Value* const> inputs, std::span<Value> outputs,
                  const Environment& environment) const;

  const pipeline_stage& stage() const { return stage_; }
  bool reentrant() const { return stage_.flags & PIPELINE_STAGE_REENTRANT; }

 private:
  Instance(const pipeline_stage& stage, std::string_view name, std::string_view plugin, void* self)
      : stage_(stage), name_(name), plugin_(plugin), self_(self) {}
  Outcome check_inputs(std::span<const Value* const> inputs) const;
  Outcome check_outputs(std::span<const Value> outputs) const;

  const pipeline_stage& stage_;
  std::string_view name_, plugin_;
  void* self_;
};

}  // namespace pipeline::host
