// SPDX-License-Identifier: Apache-2.0
// Parsing one subcommand's words, and the options that several subcommands share.
#pragma once

#include <boost/program_options.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "framework/cli/command.hpp"
#include "framework/graph/overrides.hpp"

namespace pipeline::cli {

namespace po = boost::program_options;

// How a subcommand presents itself in --help.
struct Help {
  std::string_view usage;     // "pipeline run GRAPH [IMAGE...] [options]"
  std::string_view text;      // a paragraph
  std::string_view examples;  // lines, each a command with its comment
};

// Parses `words`; nothing when --help was asked for and printed, or declared() asks. positional:
// the options that words without a dash fill, the last one any number of times. Throws UsageError.
std::optional<po::variables_map> parse(const Words& words, po::options_description options,
                                       const std::vector<std::string>& positional, const Help& help,
                                       Console& console);

// What a subcommand hands to parse().
struct Declared {
  po::options_description options;
  std::vector<std::string> positional;
};

// Asks the command, which does nothing else then. [one thread]
Declared declared(const Command& command, Console& console);

// --plugin-path, --model-path, --quiet, --log-level
po::options_description common_options();
// --set, --swap
po::options_description graph_options();

void apply_log_level(const po::variables_map& values, Console& console);

// --set and --swap as the graph checker takes them. Throws UsageError when one has no '='.
graph::Overrides overrides(const po::variables_map& values);

// "key=value" at the first '='; throws UsageError that names the option.
std::pair<std::string, std::string> key_and_value(const std::string& option,
                                                  const std::string& word);

// What an option says, or `otherwise` where it is not given. Throw UsageError.
unsigned count_of(const po::variables_map& values, const char* name,
                  unsigned otherwise);  // 1 to 4096
size_t bytes_of(const po::variables_map& values, const char* name, size_t otherwise);
// Nothing where it is not given; from `least` seconds on.
std::optional<std::chrono::duration<double>> seconds_of(const po::variables_map& values,
                                                        const char* name, double least);
// --seed, or another each time.
uint64_t seed_of(const po::variables_map& values);

std::vector<std::string> list_of(const po::variables_map& values, const std::string& name);
std::string text_of(const po::variables_map& values, const std::string& name);

}  // namespace pipeline::cli
