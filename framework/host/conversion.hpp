// SPDX-License-Identifier: Apache-2.0
// A value that no stage's call makes, checked as though one had emitted it.
#pragma once

#include <string_view>

#include "framework/host/call.hpp"

namespace pipeline::host {

// One output of one type, and a call in which it is made. [one thread]
class Conversion {
 public:
  // type: PIPELINE_TYPE_* or a third party's, which outlives the value. who, plugin: for messages.
  // from: what the value may point into besides the call's own buffers; null: nothing. All outlive
  // this.
  Conversion(const char* type, std::string_view who, std::string_view plugin, const Value* from,
             const Environment& environment, Value& made);
  Conversion(const Conversion&) = delete;

  pipeline_ctx& ctx() { return ctx_; }
  Activity& activity() { return activity_; }

  // data: the struct of the type. An empty string, and the value is set; or what breaks the
  // contract.
  std::string take(const void* data);

 private:
  const pipeline_port port_;
  const pipeline_port* const ports_[1];
  const Value* const inputs_[1];
  const pipeline_stage stage_;
  Activity activity_;
  pipeline_ctx ctx_;
};

}  // namespace pipeline::host
