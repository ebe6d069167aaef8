// SPDX-License-Identifier: Apache-2.0
// Whether what a plugin declares keeps the contract, looked at once when it is loaded.
#pragma once

#include <pipeline/abi.h>

#include <optional>
#include <string>
#include <string_view>

namespace pipeline::host {

// What is wrong ("stage 'acme.x', parameter 'level': its default lies outside its range"), or
// nothing.
std::optional<std::string> flaw(const pipeline_plugin& plugin);
std::optional<std::string> flaw(const pipeline_stage& stage, std::string_view plugin_id);

}  // namespace pipeline::host
