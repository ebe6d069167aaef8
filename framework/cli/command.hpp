// SPDX-License-Identifier: Apache-2.0
// The subcommands; each stands in a file of its own.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "framework/cli/common/console.hpp"

namespace pipeline::cli {

// Wrong use of the command line; what() says what and how to do it right.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Words = std::vector<std::string>;

struct Command {
  std::string_view name, summary;
  int (*run)(const Words& arguments, Console& console);  // may throw UsageError
  std::span<const Command> (*parts)() = nullptr;         // where it has subcommands of its own
};

std::span<const Command> commands();

int run_command(const Words& arguments, Console& console);
int watch_command(const Words& arguments, Console& console);
int completion_command(const Words& arguments, Console& console);
int list_command(const Words& arguments, Console& console);
int describe_command(const Words& arguments, Console& console);
int graph_command(const Words& arguments, Console& console);
int compare_command(const Words& arguments, Console& console);
int bench_command(const Words& arguments, Console& console);
int verify_command(const Words& arguments, Console& console);
int check_command(const Words& arguments, Console& console);
int schema_command(const Words& arguments, Console& console);
int doctor_command(const Words& arguments, Console& console);
int plugin_command(const Words& arguments, Console& console);

// A line each, for --help.
std::string summaries(std::span<const Command> commands);

// Throws UsageError, which says what `program` has.
const Command& command_named(const std::string& name, std::span<const Command> commands,
                             const std::string& program);

}  // namespace pipeline::cli
