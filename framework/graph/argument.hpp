// SPDX-License-Identifier: Apache-2.0
// From a value as it is written to a checked argument of a stage.
#pragma once

#include <optional>

#include "framework/graph/diagnostic.hpp"
#include "framework/graph/document.hpp"
#include "framework/graph/graph.hpp"

namespace pipeline::graph {

// A parameter's value and what its files are relative to ("": the current folder).
struct Binding {
  const YamlNode* value = nullptr;  // nullptr: not given
  std::filesystem::path folder;
};

// What a parameter takes, for messages: "an integer from 2 to 256 or auto".
std::string expected_of(const pipeline_param& param);

// `owner` names the stage in messages: "stage 'quantize'". nullopt after an error.
std::optional<Argument> make_argument(const pipeline_param& param, const std::string& owner,
                                      const Binding& binding, Diagnostics& diagnostics);

// The default. Not for a required parameter.
Argument preset_argument(const pipeline_param& param);

}  // namespace pipeline::graph
