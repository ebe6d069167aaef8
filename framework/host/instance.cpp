// SPDX-License-Identifier: Apache-2.0
#include "framework/host/instance.hpp"

#include <dlfcn.h>

#include <cstdio>

#include "framework/host/format.hpp"

namespace pipeline::host {

namespace {

Outcome outcome_of(pipeline_status status, pipeline_ctx& ctx) {
  if (status == PIPELINE_OK) return {};
  if (ctx.error.empty()) ctx.error = status_name(status);
  return {status, std::move(ctx.error)};
}

// The library that has this function: stages made at run time have no other trace of it.
template <class Function>
std::string_view library_of(Function* function) {
  Dl_info info{};
  const bool known = dladdr(reinterpret_cast<void*>(function), &info) != 0 && info.dli_fname;
  return known ? info.dli_fname : "";
}

Outcome too_late(const Watch& watch) {
  char text[64];
  const double seconds = std::chrono::duration<double>(watch.limit()).count();
  std::snprintf(text, sizeof text, "cancelled: it ran longer than %g s", seconds);
  return {PIPELINE_CANCELLED, text};
}

}  // namespace

std::string_view status_name(pipeline_status status) {
  switch (status) {
    case PIPELINE_OK:
      return "ok";
    case PIPELINE_BAD_ARGUMENT:
      return "a parameter or an input is outside what the stage takes";
    case PIPELINE_UNSUPPORTED:
      return "the stage cannot do this here";
    case PIPELINE_NO_MEMORY:
      return "out of memory";
    case PIPELINE_IO:
      return "a file could not be read or is damaged";
    case PIPELINE_CANCELLED:
      return "cancelled";
    case PIPELINE_INTERNAL:
      return "a defect in the stage";
    default:
      return "a status that the contract does not know";
  }
}

std::unique_ptr<Instance> Instance::create(const pipeline_stage& stage, std::string_view name,
                                           std::span<const pipeline_arg> arguments,
                                           const Environment& environment, Outcome& outcome) {
  const Activity activity{name, library_of(stage.create), environment.image};
  pipeline_ctx ctx{.environment = environment, .activity = activity, .stage = &stage};
  void* self = nullptr;
  const Doing doing(activity);
  outcome = outcome_of(stage.create(&host_table(), &ctx, &stage, arguments.data(), &self), ctx);
  if (!outcome) return nullptr;
  return std::unique_ptr<Instance>(new Instance(stage, name, activity.plugin, self));
}

Instance::~Instance() {
  const Activity activity{name_, plugin_, {}};
  const Doing doing(activity);
  stage_.destroy(self_);
}

Outcome Instance::check_inputs(std::span<const Value* const> inputs) const {
  for (size_t k = 0; k < inputs.size(); ++k) {
    if (!inputs[k]) continue;
    const pipeline_port& port = *stage_.inputs[k];
    if (const auto wrong = mismatch(port, *inputs[k])) {
      return {PIPELINE_BAD_ARGUMENT, std::string("input '") + port.name + "' " + *wrong +
                                         "; an image.convert stage before it can change that"};
    }
  }
  return {};
}

Outcome Instance::check_outputs(std::span<const Value> outputs) const {
  for (size_t k = 0; k < outputs.size(); ++k) {
    const pipeline_port& port = *stage_.outputs[k];
    if (outputs[k] || (port.flags & PIPELINE_PORT_OPTIONAL)) continue;
    return {PIPELINE_INTERNAL,
            std::string("broken stage: it ended well but left output '") + port.name + "' empty"};
  }
  return {};
}

Outcome Instance::process(std::span<const Value* const> inputs, std::span<Value> outputs,
                          const Environment& environment) const {
  if (Outcome wrong = check_inputs(inputs); !wrong) return wrong;
  boost::container::small_vector<pipeline_value, 6> views;
  boost::container::small_vector<const pipeline_value*, 6> pointers;
  views.reserve(inputs.size());
  for (const Value* input : inputs) {
    pointers.push_back(input ? &views.emplace_back(input->view()) : nullptr);
  }
  Activity activity{name_, plugin_, environment.image};
  pipeline_ctx ctx{.environment = environment,
                   .activity = activity,
                   .stage = &stage_,
                   .inputs = inputs,
                   .outputs = outputs};
  const auto call = [&] {
    const Doing doing(activity);
    const Watch::Scope scope(environment.watch, activity);
    return stage_.process(self_, &host_table(), &ctx, pointers.data());
  };
  Outcome outcome = outcome_of(call(), ctx);
  if (activity.overdue) outcome = too_late(*environment.watch);
  // Whatever a stage says when it gives up because it was told to, it has not failed.
  if (!outcome && ctx.told_to_stop) outcome.status = PIPELINE_CANCELLED;
  if (outcome) outcome = check_outputs(outputs);
  if (!outcome) {
    for (Value& output : outputs) output = Value();
  }
  outcome.bytes = ctx.allocated;
  outcome.allocations = ctx.buffers.size();
  return outcome;
}

}  // namespace pipeline::host
