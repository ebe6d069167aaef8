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
};

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

std::span<const Command> commands();

}  // namespace pipeline::cli
