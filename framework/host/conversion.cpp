// SPDX-License-Identifier: Apache-2.0
#include "framework/host/conversion.hpp"

#include "framework/host/emission.hpp"

namespace pipeline::host {

namespace {

pipeline_port port_of(const char* type) {
  pipeline_port port{};
  port.struct_size = sizeof port;
  port.name = type;
  port.type = type;
  port.doc = "The value";
  return port;
}

pipeline_stage stage_of(const pipeline_port* const* outputs) {
  pipeline_stage stage{};
  stage.output_count = 1;
  stage.outputs = outputs;
  return stage;
}

}  // namespace

Conversion::Conversion(const char* type, std::string_view who, std::string_view plugin,
                       const Value* from, const Environment& environment, Value& made)
    : port_(port_of(type)),
      ports_{&port_},
      inputs_{from},
      stage_(stage_of(ports_)),
      activity_{who, plugin, environment.image},
      ctx_{.environment = environment,
           .activity = activity_,
           .stage = &stage_,
           .inputs = std::span(inputs_, from ? 1 : 0),
           .outputs = std::span(&made, 1)} {}

std::string Conversion::take(const void* data) {
  Emission emission(ctx_);
  return emission.take(0, {port_.type, data}) ? "" : emission.problem();
}

}  // namespace pipeline::host
