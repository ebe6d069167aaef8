// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/compare/options.hpp"

#include <algorithm>
#include <stdexcept>

#include "framework/graph/scalar.hpp"
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
    "  pipeline compare default photos/ --sweep quantize.colors=8,16,32 --report colors.html\n"
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
      ("seed", po::value<std::string>()->value_name("N"),
       "of the random order (default: another each time)")  //
      ("json", po::value<std::string>()->value_name("FILE"),
       "write all samples and verdicts to FILE ('-': to standard output, in place of the text)")  //
      ("csv", po::value<std::string>()->value_name("FILE"),
       "write all samples to FILE, a line each")  //
      ("report", po::value<std::string>()->value_name("FILE.html"),
       "write a page to look at: verdicts, pictures, every stage, times; it needs no network");
  return options;
}

po::options_description running_options() {
  po::options_description options("running");
  options.add_options()  //
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

double margin(const std::string& metric, const std::string& word) {
  const auto value = graph::parse_number(word);
  if (value && *value >= 0) return *value;
  throw UsageError("--margin " + metric + ": expected a number from 0 on, found '" + word + "'");
}

void read_choices(const po::variables_map& values, CompareOptions& options) {
  for (const std::string& word : list_of(values, "swap")) {
    options.choices.push_back(choice("--swap", word, &compare::parse_swap));
  }
  for (const std::string& word : list_of(values, "sweep")) {
    options.choices.push_back(choice("--sweep", word, &compare::parse_sweep));
  }
  if (options.graphs.size() > 1 && !options.choices.empty()) {
    throw UsageError("compare several graphs, or variants of one by --swap and --sweep: not both");
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
  if (const auto budget = seconds_of(values, "budget", 0.1)) setting.budget = *budget;
  setting.seed = seed_of(values);
}

std::vector<compare::Choice> choices_of(const graph::Graph& graph) {
  using Kind = compare::Choice::Kind;
  std::vector<compare::Choice> choices;
  for (const auto& c : graph.experiment.choices) {
    try {
      choices.push_back(
          compare::make_choice(c.sweep ? Kind::sweep : Kind::swap, c.key, c.values, c.marks));
      choices.back().folder = graph.file.parent_path();
    } catch (const std::invalid_argument& error) {
      throw UsageError("the graph's `compare`: " + c.key + ": " + error.what());
    }
  }
  return choices;
}

}  // namespace

void take_experiment(const graph::Graph& graph, CompareOptions& options) {
  const graph::Experiment& experiment = graph.experiment;
  const bool its_own = options.graphs.size() == 1 && options.choices.empty();
  if (its_own) options.choices = choices_of(graph);
  if (options.graphs.size() == 1 && options.choices.empty()) {
    throw UsageError(
        "nothing to compare with: name a second graph, or add --swap STAGE=ID,ID or "
        "--sweep STAGE.PARAM=VALUE,VALUE, or a section `compare` to the graph");
  }
  const auto given = [&](const char* option) { return options.values.count(option) > 0; };
  compare::Setting& setting = options.setting;
  if (!given("timing")) setting.timing = timing(experiment.timing);
  if (!given("budget") && experiment.budget) {
    setting.budget = std::chrono::duration<double>(*experiment.budget);
  }
  if (!given("seed") && experiment.seed) setting.seed = *experiment.seed;
  if (!given("baseline") && its_own) options.baseline = experiment.baseline;
  for (const compare::Choice& choice : options.choices) {
    if (choice.kind == compare::Choice::Kind::swap) setting.stages.push_back(choice.key);
  }
}

std::optional<CompareOptions> compare_options(const Words& words, Console& console) {
  po::options_description all;
  all.add(what_options())
      .add(image_options())
      .add(judging_options())
      .add(running_options())
      .add(cache_options())
      .add(common_options());
  auto values = parse(words, std::move(all), {"graph", "word"}, help, console);
  if (!values) return std::nullopt;
  if (!values->count("graph"))
    throw UsageError("compare needs a graph: " + std::string(help.usage));
  CompareOptions options;
  options.graphs = list_of(*values, "graph");
  std::vector<std::string> images;
  for (const std::string& word : list_of(*values, "word")) {
    (is_graph_file(word) ? options.graphs : images).push_back(word);
  }
  options.images = image_choice(*values, std::move(images));
  read_choices(*values, options);
  read_setting(*values, options.setting);
  options.cache = cache_options(*values);
  options.setting.graphs = options.graphs.size() > 1;
  for (const std::string& word : list_of(*values, "set")) {
    const auto [key, value] = key_and_value("--set", word);
    options.changes.sets.push_back({key, value});
  }
  options.changes.metrics = values->count("skip-metrics") == 0;
  for (const std::string& word : list_of(*values, "margin")) {
    const auto [name, value] = key_and_value("--margin", word);
    options.margins.emplace_back(name, margin(name, value));
  }
  options.baseline = text_of(*values, "baseline");
  options.json = text_of(*values, "json");
  options.csv = text_of(*values, "csv");
  if (options.csv == "-")
    throw UsageError("--csv -: the verdicts go to standard output: name a file");
  options.report = text_of(*values, "report");
  if (options.report == "-") throw UsageError("--report: expected a file, found '-'");
  options.values = std::move(*values);
  return options;
}

}  // namespace pipeline::cli
