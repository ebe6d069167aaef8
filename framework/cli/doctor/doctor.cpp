// SPDX-License-Identifier: Apache-2.0
// pipeline doctor: what is here, what is wrong with it, and what to do.
#include "framework/cli/common/options.hpp"
#include "framework/cli/doctor/checkup.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline doctor [options]",
    "Says what this program is and where it looks for plugins, looks at each plugin there in a\n"
    "process of its own, and ends with what is wrong and what to do about it. Exit status 0: all\n"
    "plugins load; 1: one does not.",
    "  pipeline doctor\n"
    "  pipeline doctor --plugin-path build\n"
    "  pipeline doctor --json\n"};

}  // namespace

int doctor_command(const Words& arguments, Console& console) {
  po::options_description own("options");
  own.add_options()("json", "print what was found as JSON");
  const auto values = parse(arguments, own.add(common_options()), {"unexpected"}, help, console);
  if (!values) return exit_ok;
  if (values->count("unexpected")) {
    throw UsageError("doctor takes no arguments: " + std::string(help.usage));
  }
  apply_log_level(*values, console);
  console.set_status("looking at the plugins, ten seconds each at most ...");
  const Checkup checkup = examine(text_of(*values, "plugin-path"), text_of(*values, "model-path"));
  console.set_status("");
  const bool only_findings = console.level() >= Level::warning;
  console.result(values->count("json")
                     ? checkup_json(checkup)
                     : checkup_text(checkup, only_findings, console.result_in_colour()));
  return checkup.broken() ? exit_some_failed : exit_ok;
}

}  // namespace pipeline::cli
