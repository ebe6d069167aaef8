// SPDX-License-Identifier: Apache-2.0
#include "framework/host/type_bytes.hpp"

#include "framework/host/emission.hpp"

namespace pipeline::host {

namespace {

// What a type delivers is checked as what a stage emits.
constexpr pipeline_port port_of(const char* name, const char* type) {
  return {.struct_size = sizeof(pipeline_port),
          .flags = 0,
          .name = name,
          .type = type,
          .doc = "The value",
          .samples = 0,
          .channels = 0,
          .colours = 0,
          .alphas = 0,
          .as_input = 0,
          .better = 0,
          .unit = nullptr,
          .media_type = nullptr};
}

Outcome failed(pipeline_status status, std::string text) {
  return {status, text.empty() ? std::string(status_name(status)) : std::move(text)};
}

}  // namespace

Outcome to_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                 const Value& value, const Environment& environment, Value& bytes) {
  static constexpr pipeline_port port = port_of("bytes", PIPELINE_TYPE_BYTES);
  static const pipeline_port* const ports[] = {&port};
  pipeline_stage conversion{};
  conversion.output_count = 1;
  conversion.outputs = ports;
  const Value* const inputs[] = {&value};
  Activity activity{stage, plugin, environment.image};
  pipeline_ctx ctx{.environment = environment,
                   .activity = activity,
                   .stage = &conversion,
                   .inputs = inputs,
                   .outputs = std::span(&bytes, 1)};
  pipeline_bytes made{};
  made.struct_size = sizeof made;
  pipeline_status status = PIPELINE_OK;
  {
    const Doing doing(activity);
    const Watch::Scope scope(environment.watch, activity);
    status = type.to_bytes(&host_table(), &ctx, value.view().data, &made);
  }
  if (status != PIPELINE_OK) return failed(status, std::move(ctx.error));
  Emission emission(ctx);
  if (emission.take(0, {PIPELINE_TYPE_BYTES, &made})) return {};
  return failed(PIPELINE_INTERNAL, "broken type: " + emission.problem());
}

Outcome from_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                   const Value& bytes, const Environment& environment, Value& value) {
  const pipeline_port port = port_of("value", type.id);
  const pipeline_port* const ports[] = {&port};
  pipeline_stage conversion{};
  conversion.output_count = 1;
  conversion.outputs = ports;
  const Value* const inputs[] = {&bytes};
  Activity activity{stage, plugin, environment.image};
  pipeline_ctx ctx{.environment = environment,
                   .activity = activity,
                   .stage = &conversion,
                   .inputs = inputs,
                   .outputs = std::span(&value, 1)};
  const void* data = nullptr;
  pipeline_status status = PIPELINE_OK;
  {
    const Doing doing(activity);
    const Watch::Scope scope(environment.watch, activity);
    const auto* from = static_cast<const pipeline_bytes*>(bytes.view().data);
    status = type.from_bytes(&host_table(), &ctx, from, &data);
  }
  if (status != PIPELINE_OK) return failed(status, std::move(ctx.error));
  Emission emission(ctx);
  if (emission.take(0, {type.id, data})) return {};
  return failed(PIPELINE_INTERNAL, "broken type: " + emission.problem());
}

}  // namespace pipeline::host
