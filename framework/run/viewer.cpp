// SPDX-License-Identifier: Apache-2.0
#include "framework/run/viewer.hpp"

#include "framework/host/type_bytes.hpp"
#include "framework/run/number_text.hpp"
#include "framework/run/painting.hpp"

namespace pipeline::run {

namespace {

host::Outcome add_picture(host::Value picture, std::string part, std::vector<Viewer::View>& views) {
  if (!picture) return {PIPELINE_NO_MEMORY, "no memory for a picture of it", 0};
  views.push_back({std::move(part), std::move(picture), ""});
  return {};
}

}  // namespace

std::string Viewer::make_tools(const Port& port, host::Registry& registry,
                               const host::Environment& environment, std::string_view purpose) {
  std::string problem;
  const auto need = [&](std::unique_ptr<Tool>& tool, const Tool::Kind& kind) {
    if (!problem.empty() || tool) return;
    tool = Tool::make(kind, registry, environment, problem);
    if (tool) return;
    problem = "the stage " + std::string(kind.id) + " is needed to show " + port.port->type + ": " +
              problem;
  };
  const std::string_view type = port.port->type;
  if (type == PIPELINE_TYPE_PATHS) {
    need(document_, {"svg.document", PIPELINE_TYPE_PATHS, PIPELINE_TYPE_BYTES, purpose});
  }
  if (type == PIPELINE_TYPE_IMAGE) {
    need(to_srgb_, {"image.convert",
                    PIPELINE_TYPE_IMAGE,
                    PIPELINE_TYPE_IMAGE,
                    purpose,
                    {{"colour", "srgb"}, {"alpha", "straight"}}});
    need(to_straight_, {"image.convert",
                        PIPELINE_TYPE_IMAGE,
                        PIPELINE_TYPE_IMAGE,
                        purpose,
                        {{"alpha", "straight"}}});
  }
  return problem;
}

std::unique_ptr<Viewer> Viewer::make(const Program& program, host::Registry& registry,
                                     const host::Environment& environment, std::string_view purpose,
                                     std::string& problem) {
  auto viewer = std::make_unique<Viewer>();
  for (const Program::Step& step : program.steps()) {
    const pipeline_stage& stage = step.instance->stage();
    auto& ports = viewer->ports_.emplace_back();
    for (uint32_t k = 0; k < stage.output_count; ++k) {
      Port& port = ports.emplace_back();
      port.port = stage.outputs[k];
      port.name = step.name + "." + port.port->name;
      if (!host::is_host_type(port.port->type))
        port.type = registry.type(port.port->type, &port.library);
      problem = viewer->make_tools(port, registry, environment, purpose);
      if (!problem.empty()) return nullptr;
    }
  }
  return viewer;
}

host::Outcome Viewer::view(uint32_t step, uint32_t output, const host::Value& value,
                           const host::Environment& environment, std::vector<View>& views) const {
  const Port& port = ports_[step][output];
  if (const auto* image = value.image()) return view_image(value, *image, environment, views);
  if (const auto* labels = value.labels()) {
    return add_picture(painted(*labels, *environment.memory, environment.account), "", views);
  }
  if (value.paths()) {
    views.emplace_back();
    return document_->run(value, views.back().value, environment);
  }
  if (value.bytes()) {
    views.push_back({"", value, ""});
    return {};
  }
  if (const auto number = value.number()) {
    const std::string unit = port.port->unit ? std::string(" ") + port.port->unit : "";
    views.push_back({"", {}, number_text(*number) + unit});
    return {};
  }
  return view_other(port, value, environment, views);
}

host::Outcome Viewer::view_image(const host::Value& value, const pipeline_image& image,
                                 const host::Environment& environment,
                                 std::vector<View>& views) const {
  const bool alpha = image.alpha != PIPELINE_ALPHA_NONE;
  const int colours = image.channels - (alpha ? 1 : 0);
  if (colours != 1 && colours != 3) {
    // Two channels, or four without alpha: no colours that a person could see.
    for (int c = 0; c < image.channels; ++c) {
      auto outcome = add_picture(channel_of(image, c, *environment.memory, environment.account),
                                 ".channel" + std::to_string(c), views);
      if (!outcome) return outcome;
    }
    return {};
  }
  const bool encoded =
      image.colour != PIPELINE_COLOUR_LINEAR && image.colour != PIPELINE_COLOUR_OKLAB;
  if (encoded && image.alpha != PIPELINE_ALPHA_PREMULTIPLIED) return add_picture(value, "", views);
  views.emplace_back();
  const Tool& convert = encoded ? *to_straight_ : *to_srgb_;
  return convert.run(value, views.back().value, environment);
}

host::Outcome Viewer::view_other(const Port& port, const host::Value& value,
                                 const host::Environment& environment,
                                 std::vector<View>& views) const {
  views.emplace_back();
  if (port.type && port.type->to_bytes) {
    return host::to_bytes(*port.type, port.name, port.library.native(), value, environment,
                          views.back().value);
  }
  views.back().text =
      "a value of type " + std::string(value.type()) +
      (port.type ? ", which has no to_bytes: there is nothing to show"
                 : ", which no plugin of this graph declares: there is nothing to show");
  return {};
}

}  // namespace pipeline::run
