// SPDX-License-Identifier: Apache-2.0
#include "framework/host/type_bytes.hpp"

#include "framework/host/conversion.hpp"

namespace pipeline::host {

namespace {

// Calls into the type, then takes what it made.
template <class Call>
Outcome convert(Conversion& conversion, const Environment& environment, Call call) {
  const void* made = nullptr;
  pipeline_status status = PIPELINE_OK;
  {
    const Doing doing(conversion.activity());
    const Watch::Scope scope(environment.watch, conversion.activity());
    status = call(&conversion.ctx(), &made);
  }
  std::string& error = conversion.ctx().error;
  if (status != PIPELINE_OK) {
    return {status, error.empty() ? std::string(status_name(status)) : std::move(error)};
  }
  const std::string problem = conversion.take(made);
  if (problem.empty()) return {};
  return {PIPELINE_INTERNAL, "broken type: " + problem};
}

}  // namespace

Outcome to_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                 const Value& value, const Environment& environment, Value& bytes) {
  Conversion conversion(PIPELINE_TYPE_BYTES, stage, plugin, &value, environment, bytes);
  pipeline_bytes made{};
  made.struct_size = sizeof made;
  return convert(conversion, environment, [&](pipeline_ctx* ctx, const void** data) {
    *data = &made;
    return type.to_bytes(&host_table(), ctx, value.view().data, &made);
  });
}

Outcome from_bytes(const pipeline_type& type, std::string_view stage, std::string_view plugin,
                   const Value& bytes, const Environment& environment, Value& value) {
  Conversion conversion(type.id, stage, plugin, &bytes, environment, value);
  return convert(conversion, environment, [&](pipeline_ctx* ctx, const void** data) {
    const auto* from = static_cast<const pipeline_bytes*>(bytes.view().data);
    return type.from_bytes(&host_table(), ctx, from, data);
  });
}

}  // namespace pipeline::host
