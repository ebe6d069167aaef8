// SPDX-License-Identifier: Apache-2.0
// pipeline plugin: what helps to make a plugin, a subcommand each.
#include "framework/cli/plugin/plugin.hpp"

namespace pipeline::cli {

namespace {

constexpr Command table[] = {
    {"new", "write a folder with a stage, a graph and a test", &plugin_new_command},
    {"test", "try a plugin against the contract", &plugin_test_command},
};

std::string help() {
  return "usage: pipeline plugin COMMAND [ARGUMENTS]\n"
         "\n"
         "Helps to make a plugin.\n"
         "\n"
         "commands:\n" +
         summaries(table) +
         "\n"
         "examples:\n"
         "  pipeline plugin new acme.posterize\n"
         "  pipeline plugin test build/acme.so\n"
         "  pipeline plugin COMMAND --help\n";
}

}  // namespace

std::span<const Command> plugin_commands() { return table; }

int plugin_command(const Words& arguments, Console& console) {
  if (arguments.empty()) {
    console.block(help());
    return exit_usage;
  }
  if (arguments.front() == "--help" || arguments.front() == "-h") {
    console.result(help());
    return exit_ok;
  }
  return command_named(arguments.front(), table, "pipeline plugin")
      .run({arguments.begin() + 1, arguments.end()}, console);
}

}  // namespace pipeline::cli
