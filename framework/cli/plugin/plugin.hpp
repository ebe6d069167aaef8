// SPDX-License-Identifier: Apache-2.0
// The subcommands of `pipeline plugin`.
#pragma once

#include "framework/cli/command.hpp"

namespace pipeline::cli {

std::span<const Command> plugin_commands();

int plugin_new_command(const Words& arguments, Console& console);
int plugin_test_command(const Words& arguments, Console& console);

}  // namespace pipeline::cli
