// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/compare_options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <random>
#include <stdexcept>

#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline compare GRAPH [GRAPH...] [IMAGE...] [options]",
    "Says whether one variant of a graph is better than another: in quality first, by the graph's\n"
    "metrics, then in speed, measured on the same images in random order. The first variant is "
    "the\n"
    "baseline. Words that end in .yaml or .yml are graphs, and the first word is one; the others "
    "are\n"
    "images as `run` takes them.",
    "  pipeline compare default photos/ --swap quantize=quantize.kmeans,quantize.median_cut\n"
    "  pipeline compare default photos/ --swap edges=opencv.canny   # against the graph as it is\n"
    "  pipeline compare quantize_only photo.jpg --sweep quantize.colors=8:32:8\n"
    "  pipeline compare old.yaml new.yaml photos/ --timing throughput\n"
    "  pipeline compare default a.png --swap "
    "quantize=quantize.flat,quantize.flat@old/quantize.so\n"};

po::options_description what_options() {
  po::options_description options("what is compared");
  options.add_options()  //
      ("swap", po::value<std::vector<std::string>>()->value_name("STAGE=ID,ID..."),
       "each of these stages in the place of this one; ID@FILE.so is that of another build")  //
      ("sweep", po::value<std::vector<std::string>>()->value_name("STAGE.PARAM=V,V..."),
       "each of these values; FROM:TO:STEP is a range; several options make a grid")  //
      ("set", po::value<std::vector<std::string>>()->value_name("STAGE.PARAM=VALUE"),
       "set a parameter in all variants")  //
      ("baseline", po::value<std::string>()->value_name("NAME"),
       "the variant that the others are compared with (default: the first)");
  return options;
}

po::options_description judging_options() {
  po::options_description options("judging");
  options.add_options()  //
      ("margin", po::value<std::vector<std::string>>()->value_name("METRIC=X"),
       "results of METRIC nearer than X are equally good (default: the graph's)")  //
      ("skip-metrics", "compare speed only")                                       //
      ("timing", po::value<std::string>()->value_name("isolated|throughput"),
       "isolated: what differs, alone, with all threads (default); throughput: whole graphs, "
       "images "
       "in parallel")  //
      ("budget", po::value<double>()->value_name("SECONDS"),
       "take at most so long for each variant (default: 60)")  //
      ("seed", po::value<uint64_t>()->value_name("N"),
       "of the random order (default: another each time)")  //
      ("json", po::value<std::string>()->value_name("FILE"),
       "write all samples and verdicts to FILE ('-': to standard output, in place of the text)");
  return options;
}

po::options_description running_options() {
  po::options_description options("running");
  options.add_options()  //
      ("input", po::value<std::vector<std::string>>()->value_name("NAME=FILE"),
       "feed the graph's input NAME")  //
      ("files-from", po::value<std::string>()->value_name("FILE"),
       "also take the images named in FILE ('-': standard input)")  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "use N threads (default: all there are)")  //
      ("memory", po::value<std::string>()->value_name("SIZE"),
       "keep at most SIZE of inputs to time (default: a quarter of what there is)");
  return options;
}

bool is_graph_file(const std::string& word) {
  return word.ends_with(".yaml") || word.ends_with(".yml");
}

template <class Parse>
compare::Choice choice(const char* option, const std::string& word, Parse parse) {
  try {
    return parse(word);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string(option) + " " + error.what());
  }
}

double number(const std::string& option, const std::string& word, double least) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value) ||
      value < least) {
    throw UsageError(option + ": expected a number from " + (least > 0 ? "0.1" : "0") +
                     " on, found '" + word + "'");
  }
  return value;
}

void read_choices(const po::variables_map& values, CompareOptions& options) {
  for (const std::string& word : list_of(values, "swap")) {
    options.choices.push_back(choice("--swap", word, &compare::parse_swap));
    options.setting.stages.push_back(options.choices.back().key);
  }
  for (const std::string& word : list_of(values, "sweep")) {
    options.choices.push_back(choice("--sweep", word, &compare::parse_sweep));
  }
  if (options.graphs.size() > 1 && !options.choices.empty()) {
    throw UsageError("compare several graphs, or variants of one by --swap and --sweep: not both");
  }
  if (options.graphs.size() == 1 && options.choices.empty()) {
    throw UsageError(
        "nothing to compare with: name a second graph, or add --swap STAGE=ID,ID or "
        "--sweep STAGE.PARAM=VALUE,VALUE");
  }
}

compare::Timing timing(const std::string& word) {
  if (word.empty() || word == "isolated") return compare::Timing::isolated;
  if (word == "throughput") return compare::Timing::throughput;
  throw UsageError("--timing " + word + ": expected isolated or throughput");
}

void read_setting(const po::variables_map& values, compare::Setting& setting) {
  setting.timing = timing(text_of(values, "timing"));
  setting.threads = count_of(values, "threads", host::available_threads());
  setting.memory = bytes_of(values, "memory", host::available_memory() / 4);
  if (values.count("budget")) {
    const double seconds = values["budget"].as<double>();
    if (!(seconds >= 0.1 && seconds <= 1e6)) {
      throw UsageError("--budget: expected 0.1 to 1000000 seconds");
    }
    setting.budget = std::chrono::duration<double>(seconds);
  }
  setting.seed = values.count("seed") ? values["seed"].as<uint64_t>() : std::random_device()();
}

}  // namespace

std::optional<CompareOptions> compare_options(const Words& words, Console& console) {
  po::options_description all;
  all.add(what_options()).add(judging_options()).add(running_options()).add(common_options());
  auto values = parse(words, std::move(all), {"graph", "word"}, help, console);
  if (!values) return std::nullopt;
  if (!values->count("graph"))
    throw UsageError("compare needs a graph: " + std::string(help.usage));
  CompareOptions options;
  options.graphs = list_of(*values, "graph");
  for (const std::string& word : list_of(*values, "word")) {
    (is_graph_file(word) ? options.graphs : options.images).push_back(word);
  }
  read_choices(*values, options);
  read_setting(*values, options.setting);
  for (const std::string& word : list_of(*values, "set")) {
    const auto [key, value] = key_and_value("--set", word);
    options.changes.sets.push_back({key, value});
  }
  options.changes.metrics = values->count("skip-metrics") == 0;
  for (const std::string& word : list_of(*values, "margin")) {
    const auto [name, value] = key_and_value("--margin", word);
    options.margins.emplace_back(name, number("--margin " + name, value, 0));
  }
  options.baseline = text_of(*values, "baseline");
  options.files_from = text_of(*values, "files-from");
  for (const std::string& word : list_of(*values, "input")) {
    options.named.push_back(key_and_value("--input", word));
  }
  options.json = text_of(*values, "json");
  options.values = std::move(*values);
  return options;
}

}  // namespace pipeline::cli
