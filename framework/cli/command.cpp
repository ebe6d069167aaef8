// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/command.hpp"

#include "framework/graph/suggest.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

std::string summaries(std::span<const Command> commands) {
  std::string text;
  for (const Command& command : commands) {
    text += "  " + std::string(command.name) + std::string(12 - command.name.size(), ' ') +
            std::string(command.summary) + "\n";
  }
  return text;
}

const Command& command_named(const std::string& name, std::span<const Command> commands,
                             const std::string& program) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (name == command.name) return command;
    names.emplace_back(command.name);
  }
  const std::string near = graph::suggest(name, names);
  throw UsageError(
      "there is no command " + graph::in_quotes(name) +
      (near.empty() ? "; '" + program + " --help' lists them" : "; did you mean '" + near + "'?"));
}

}  // namespace pipeline::cli
