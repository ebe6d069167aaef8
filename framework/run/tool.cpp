// SPDX-License-Identifier: Apache-2.0
#include "framework/run/tool.hpp"

#include <algorithm>

#include "framework/graph/argument.hpp"
#include "framework/graph/graph.hpp"

namespace pipeline::run {

namespace {

bool fits(const pipeline_stage& stage, const Tool::Kind& kind) {
  return stage.input_count > 0 && stage.output_count > 0 && kind.takes == stage.inputs[0]->type &&
         kind.gives == stage.outputs[0]->type;
}

// False if the stage has no such parameter or it does not take the value.
bool apply(const pipeline_stage& stage, const Tool::Setting& setting,
           std::vector<graph::Argument>& arguments) {
  for (uint32_t i = 0; i < stage.param_count; ++i) {
    if (setting.parameter != stage.params[i]->name) continue;
    graph::YamlNode value;
    value.kind = graph::YamlNode::Kind::scalar;
    value.text = setting.value;
    graph::Diagnostics unseen;
    const auto argument = graph::make_argument(*stage.params[i], stage.id, {&value, {}}, unseen);
    if (argument) arguments[i] = *argument;
    return argument.has_value();
  }
  return false;
}

}  // namespace

std::unique_ptr<Tool> Tool::make(const Kind& kind, graph::StageSource& stages,
                                 const host::Environment& environment, std::string& problem) {
  const auto found = stages.find(kind.id);
  if (!found.stage) {
    problem = found.problem;
    return nullptr;
  }
  std::vector<graph::Argument> arguments;
  for (uint32_t i = 0; i < found.stage->param_count; ++i) {
    arguments.push_back(graph::preset_argument(*found.stage->params[i]));
  }
  const bool good = fits(*found.stage, kind) &&
                    std::all_of(kind.settings.begin(), kind.settings.end(), [&](const Setting& s) {
                      return apply(*found.stage, s, arguments);
                    });
  if (!good) {
    problem = "the plugin that is found has one with other ports or parameters";
    return nullptr;
  }
  auto tool = std::make_unique<Tool>();
  tool->name_ = std::string(kind.id) + " (" + std::string(kind.purpose) + ")";
  host::Outcome outcome;
  tool->instance_ = host::Instance::create(
      *found.stage, tool->name_, graph::values_of(*found.stage, arguments), environment, outcome);
  problem = outcome.error;
  return tool->instance_ ? std::move(tool) : nullptr;
}

host::Outcome Tool::run(const host::Value& from, host::Value& to,
                        const host::Environment& environment) const {
  std::unique_lock lock(mutex_, std::defer_lock);
  if (!instance_->reentrant()) lock.lock();
  const pipeline_stage& stage = instance_->stage();
  std::vector<const host::Value*> inputs(stage.input_count);
  std::vector<host::Value> outputs(stage.output_count);
  inputs[0] = &from;
  host::Outcome outcome = instance_->process(inputs, outputs, environment);
  to = std::move(outputs[0]);
  return outcome;
}

}  // namespace pipeline::run
