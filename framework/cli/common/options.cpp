// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/options.hpp"

#include <random>
#include <sstream>

#include "framework/cli/common/units.hpp"
#include "framework/graph/scalar.hpp"
#include "framework/graph/suggest.hpp"

namespace pipeline::cli {

namespace {

constexpr std::pair<std::string_view, Level> levels[] = {{"debug", Level::debug},
                                                         {"info", Level::info},
                                                         {"warning", Level::warning},
                                                         {"error", Level::error}};

// Where parse() puts what it was given, in the place of parsing.
std::optional<Declared>* asked = nullptr;

void print_help(const Help& help, const po::options_description& options, Console& console) {
  std::ostringstream text;
  text << "usage: " << help.usage << "\n\n" << help.text << "\n\n" << options;
  text << "\nexamples:\n" << help.examples;
  console.result(text.str());
}

std::string unknown_option(const std::string& word, const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) names.push_back("--" + option->long_name());
  const std::string near = graph::suggest(word, names);
  return "there is no option " + word + (near.empty() ? "" : "; did you mean " + near + "?");
}

}  // namespace

std::optional<po::variables_map> parse(const Words& words, po::options_description options,
                                       const std::vector<std::string>& positional, const Help& help,
                                       Console& console) {
  options.add_options()("help,h", "print this");
  if (asked) {
    asked->emplace(Declared{options, positional});
    return std::nullopt;
  }
  po::options_description all;
  all.add(options);
  po::positional_options_description places;
  for (size_t i = 0; i < positional.size(); ++i) {
    all.add_options()(positional[i].c_str(), po::value<std::vector<std::string>>());
    places.add(positional[i].c_str(), i + 1 == positional.size() ? -1 : 1);
  }
  po::variables_map values;
  try {
    using namespace po::command_line_style;
    po::store(po::command_line_parser(words)
                  .options(all)
                  .positional(places)
                  .style(unix_style & ~allow_guessing)
                  .run(),
              values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    throw UsageError(unknown_option(error.get_option_name(), options));
  } catch (const po::error& error) {
    const std::string usage(help.usage);
    const std::string command = usage.substr(0, usage.find(' ', usage.find(' ') + 1));
    throw UsageError(std::string(error.what()) + "; '" + command + " --help' shows what it takes");
  }
  if (values.count("help")) {
    print_help(help, options, console);
    return std::nullopt;
  }
  return values;
}

Declared declared(const Command& command, Console& console) {
  std::optional<Declared> result;
  asked = &result;
  command.run({}, console);
  asked = nullptr;
  return result.value();
}

po::options_description common_options() {
  po::options_description options("common options");
  options.add_options()  //
      ("plugin-path", po::value<std::string>()->value_name("DIRS"),
       "look for plugins here first (':' between folders)")  //
      ("model-path", po::value<std::string>()->value_name("DIRS"),
       "look for models here first")    //
      ("quiet,q", "print errors only")  //
      ("log-level", po::value<std::string>()->value_name("debug|info|warning|error"),
       "what to tell: this, and what is graver");
  return options;
}

po::options_description graph_options() {
  po::options_description options("graph options");
  options.add_options()  //
      ("set", po::value<std::vector<std::string>>()->value_name("STAGE.PARAM=VALUE"),
       "set a parameter of a stage, or one that the graph names")  //
      ("swap", po::value<std::vector<std::string>>()->value_name("STAGE=ID"),
       "put another stage in the place of this one");
  return options;
}

void apply_log_level(const po::variables_map& values, Console& console) {
  if (values.count("quiet")) console.set_level(Level::error);
  const std::string word = text_of(values, "log-level");
  if (word.empty()) return;
  for (const auto& [name, level] : levels) {
    if (word == name) return console.set_level(level);
  }
  throw UsageError("--log-level " + word + ": expected debug, info, warning or error");
}

std::pair<std::string, std::string> key_and_value(const std::string& option,
                                                  const std::string& word) {
  const size_t at = word.find('=');
  if (at == std::string::npos || at == 0) {
    throw UsageError(option + " " + word + ": expected NAME=VALUE");
  }
  return {word.substr(0, at), word.substr(at + 1)};
}

graph::Overrides overrides(const po::variables_map& values) {
  graph::Overrides result;
  for (const std::string& word : list_of(values, "set")) {
    const auto [key, value] = key_and_value("--set", word);
    result.sets.push_back({key, value});
  }
  for (const std::string& word : list_of(values, "swap")) {
    const auto [stage, id] = key_and_value("--swap", word);
    if (id.ends_with(".yaml") || id.ends_with(".yml")) {
      throw UsageError("--swap " + word + ": expected the id of a stage, such as opencv.canny; " +
                       "a graph can stand in a stage's place only in the file, as its `uses`");
    }
    result.swaps.push_back({stage, id});
  }
  return result;
}

unsigned count_of(const po::variables_map& values, const char* name, unsigned otherwise) {
  if (!values.count(name)) return otherwise;
  const unsigned value = values[name].as<unsigned>();
  if (value < 1 || value > 4096) {
    throw UsageError(std::string("--") + name + ": expected 1 to 4096");
  }
  return value;
}

size_t bytes_of(const po::variables_map& values, const char* name, size_t otherwise) {
  if (!values.count(name)) return otherwise;
  const std::string word = text_of(values, name);
  if (const auto bytes = parse_bytes(word)) return *bytes;
  throw UsageError(std::string("--") + name + " " + word +
                   ": expected a size such as 2GiB or 500MB");
}

std::optional<std::chrono::duration<double>> seconds_of(const po::variables_map& values,
                                                        const char* name, double least) {
  if (!values.count(name)) return std::nullopt;
  const double seconds = values[name].as<double>();
  if (seconds >= least && seconds <= 1e6) return std::chrono::duration<double>(seconds);
  throw UsageError(std::string("--") + name + ": expected " + graph::number_text(least) +
                   " to 1000000 seconds");
}

uint64_t seed_of(const po::variables_map& values) {
  if (!values.count("seed")) return std::random_device()();
  const std::string word = text_of(values, "seed");
  const auto seed = graph::parse_integer(word);
  if (seed && *seed >= 0) return static_cast<uint64_t>(*seed);
  throw UsageError("--seed " + word + ": expected a whole number from 0 on");
}

std::vector<std::string> list_of(const po::variables_map& values, const std::string& name) {
  return values.count(name) ? values[name].as<std::vector<std::string>>()
                            : std::vector<std::string>();
}

std::string text_of(const po::variables_map& values, const std::string& name) {
  return values.count(name) ? values[name].as<std::string>() : "";
}

}  // namespace pipeline::cli
