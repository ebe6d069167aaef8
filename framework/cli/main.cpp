// SPDX-License-Identifier: Apache-2.0
// The command `pipeline`: finds the subcommand.
#include <pipeline/abi.h>

#include "framework/cli/command.hpp"
#include "framework/cli/common/crash.hpp"
#include "framework/cli/common/guarded.hpp"
#include "framework/cli/plugin/plugin.hpp"

namespace pipeline::cli {

namespace {

constexpr Command table[] = {
    {"run", "run a graph over images", &run_command},
    {"watch", "run a graph again whenever something of it changes", &watch_command},
    {"compare", "say which of several variants is better", &compare_command},
    {"bench", "measure what each stage of a graph costs", &bench_command},
    {"verify", "see whether a graph makes the same however it is run", &verify_command},
    {"check", "check a graph without running it", &check_command},
    {"graph", "draw a graph", &graph_command},
    {"list", "list the stages of all plugins", &list_command},
    {"describe", "show a stage's ports and parameters, or make reference pages", &describe_command},
    {"schema", "print a JSON Schema of graphs, for editors", &schema_command},
    {"completion", "print a script that completes commands in a shell", &completion_command},
    {"doctor", "find out why a plugin does not load", &doctor_command},
    {"plugin", "begin a plugin of your own, and test one", &plugin_command, &plugin_commands},
};

std::string help() {
  return "usage: pipeline COMMAND [ARGUMENTS]\n"
         "\n"
         "Runs image-processing graphs of stage plugins.\n"
         "\n"
         "commands:\n" +
         summaries(table) +
         "\n"
         "examples:\n"
         "  pipeline run pipelines/default.yaml photo.jpg -o photo.svg\n"
         "  pipeline describe quantize.kmeans\n"
         "  pipeline COMMAND --help\n"
         "\n"
         "exit status: 0 all well, 1 some inputs failed, a result could not be written or a "
         "plugin\n"
         "does not load, 2 wrong usage or graph, 3 internal error, 4 worse than before (bench), "
         "130 or\n"
         "143 stopped by a signal\n";
}

int dispatch(const Words& words, Console& console) {
  if (words.empty()) {
    console.block(help());
    return exit_usage;
  }
  const std::string& name = words.front();
  if (name == "help" && words.size() > 1) return dispatch({words[1], "--help"}, console);
  if (name == "--help" || name == "-h" || name == "help") {
    console.result(help());
    return exit_ok;
  }
  if (name == "--version") {
    console.result("pipeline " PIPELINE_VERSION " (plugin contract " +
                   std::to_string(PIPELINE_ABI_MAJOR) + "." + std::to_string(PIPELINE_ABI_MINOR) +
                   ")\n");
    return exit_ok;
  }
  return command_named(name, table, "pipeline").run({words.begin() + 1, words.end()}, console);
}

}  // namespace

std::span<const Command> commands() { return table; }

}  // namespace pipeline::cli

int main(int count, char** words) {
  pipeline::cli::Console console;
  pipeline::cli::name_crashes();
  return pipeline::cli::guarded(console, [&] {
    return pipeline::cli::dispatch({words + 1, words + count}, console);
  });
}
