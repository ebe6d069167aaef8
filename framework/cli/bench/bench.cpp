// SPDX-License-Identifier: Apache-2.0
// pipeline bench: what each stage of one graph costs, and whether it has got worse.
#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "framework/cli/bench/report.hpp"
#include "framework/cli/common/crash.hpp"
#include "framework/cli/common/ending.hpp"
#include "framework/cli/common/failure_text.hpp"
#include "framework/cli/common/image_choice.hpp"
#include "framework/cli/common/items.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/compare/text.hpp"
#include "framework/compare/comparison.hpp"
#include "framework/host/heap.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline bench GRAPH [IMAGE...] [options]",
    "Measures what each stage costs, alone and while images run in parallel, and what the "
    "framework\n"
    "itself does. --against says what got worse (exit status 4): than in an earlier report in "
    "bytes,\n"
    "quality and memory; than an earlier build in time, both measured now, in turn.",
    "  pipeline bench pipelines/default.yaml photos/ --json before.json\n"
    "  pipeline bench pipelines/default.yaml photos/ --against before.json\n"
    "  pipeline bench pipelines/default.yaml photos/ --against @old/plugins\n"};

struct BenchOptions {
  po::variables_map values;  // of the common options, for Session
  std::string graph;
  ImageChoice images;
  graph::Overrides changes;
  bench::Setting setting;
  std::string json;                  // file, "-": standard output; "": not asked for
  std::vector<std::string> reports;  // to hold it against
  std::string build;                 // folder of an earlier build's plugins; "": none
  double tolerance = 0.01;
};

void read_against(const po::variables_map& values, BenchOptions& options) {
  for (const std::string& word : list_of(values, "against")) {
    if (word.empty() || word == "@") throw UsageError("--against needs a file, or @ and a folder");
    if (word[0] != '@') {
      options.reports.push_back(word);
      continue;
    }
    if (!options.build.empty()) throw UsageError("--against names two builds");
    options.build = word.substr(1);
    std::error_code none;
    if (!std::filesystem::is_directory(options.build, none)) {
      throw UsageError("--against " + word +
                       ": expected a folder of plugins (FAMILY.so) after the @");
    }
  }
}

std::optional<BenchOptions> bench_options(const Words& arguments, Console& console) {
  po::options_description own("measuring");
  own.add_options()  //
      ("against", po::value<std::vector<std::string>>()->value_name("FILE|@DIR"),
       "fail with status 4 if something is worse than in an earlier report, or slower than the "
       "plugins of an earlier build in DIR")  //
      ("tolerance", po::value<double>()->value_name("X"),
       "the share by which bytes and memory may grow (default: 0.01)")  //
      ("budget", po::value<double>()->value_name("SECONDS"),
       "take about so long for each of the two ways to run (default: 10)")  //
      ("json", po::value<std::string>()->value_name("FILE"),
       "write all samples to FILE ('-': to standard output, in place of the text)")  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "use N threads (default: all there are)");
  own.add(image_options()).add(graph_options()).add(common_options());
  auto values = parse(arguments, std::move(own), {"graph", "image"}, help, console);
  if (!values) return std::nullopt;
  if (!values->count("graph")) throw UsageError("bench needs a graph: " + std::string(help.usage));
  BenchOptions options;
  options.graph = list_of(*values, "graph").front();
  options.images = image_choice(*values, list_of(*values, "image"));
  options.changes = overrides(*values);
  options.changes.metrics = true;
  options.setting.threads = count_of(*values, "threads", host::available_threads());
  if (const auto budget = seconds_of(*values, "budget", 0.1)) options.setting.budget = *budget;
  if (values->count("tolerance")) {
    options.tolerance = (*values)["tolerance"].as<double>();
    if (!(options.tolerance >= 0 && options.tolerance <= 10)) {
      throw UsageError("--tolerance: expected a share from 0 to 10, such as 0.05");
    }
  }
  options.json = text_of(*values, "json");
  read_against(*values, options);
  options.values = std::move(*values);
  return options;
}

// The graph with the stages of the earlier build, where that has their families.
graph::Overrides earlier_stages(const BenchOptions& options, const graph::Graph& graph) {
  graph::Overrides changes = options.changes;
  std::set<std::string> inputs;
  for (const graph::Input& input : graph.inputs) inputs.insert(input.name);
  for (const graph::Node& node : graph.nodes) {
    // Readers, writers and the stages of inner graphs have no place that can be named.
    if (inputs.count(node.name) || node.name.find_first_of("./") != std::string::npos) continue;
    const std::string id = node.stage->id;
    const auto file = std::filesystem::path(options.build) / (id.substr(0, id.find('.')) + ".so");
    std::error_code none;
    if (!std::filesystem::exists(file, none)) continue;
    changes.swaps.push_back({node.name, id + "@" + file.string()});
  }
  if (changes.swaps.size() == options.changes.swaps.size()) {
    throw UsageError("--against @" + options.build +
                     ": it has no plugin of which the graph uses a stage");
  }
  return changes;
}

std::optional<compare::Variant> variant_of(const char* name, const BenchOptions& options,
                                           const graph::Overrides& changes, Session& session,
                                           Console& console) {
  auto ready = session.prepare_and_tell(options.graph, changes, console);
  if (!ready) return std::nullopt;
  cache::StepKeys keys(ready->graph, session.registry());
  return compare::Variant{name, std::move(ready->graph), std::move(ready->program),
                          std::move(keys)};
}

// Both builds in turn on the same images. What is worse, in words; nothing after an error.
std::optional<std::vector<std::string>> slower_than_build(const BenchOptions& options,
                                                          const graph::Overrides& old_changes,
                                                          const std::vector<run::Item>& items,
                                                          Session& session, Console& console) {
  std::vector<compare::Variant> variants;
  auto before = variant_of("before", options, old_changes, session, console);
  auto again = variant_of("before", options, old_changes, session, console);
  auto now = variant_of("now", options, options.changes, session, console);
  if (!before || !again || !now) return std::nullopt;
  variants.push_back(std::move(*before));
  variants.push_back(std::move(*now));
  compare::Setting setting;
  setting.threads = options.setting.threads;
  setting.budget = options.setting.budget;
  setting.memory = host::available_memory() / 4;
  setting.seed = std::random_device()();
  for (const auto& swap : old_changes.swaps) setting.stages.push_back(swap.stage);
  const auto found =
      compare::compare(variants, *again, items, setting, nullptr, session.environment(),
                       [&](const std::string& line) { console.set_status(line); });
  console.set_status("");
  const CompareReport report{found, setting, items};
  std::vector<std::string> worse;
  if (found.verdicts.empty()) return worse;
  console.block("\nagainst the build in " + options.build + "\n" + compare_text(report));
  const compare::Verdict& verdict = found.verdicts[0];
  if (verdict.speed == compare::Speed::slower) {
    char text[64];
    std::snprintf(text, sizeof text, "time: %.2fx of the earlier build's", verdict.ratio.estimate);
    worse.emplace_back(text);
  }
  if (verdict.quality == compare::Quality::worse) worse.emplace_back("quality, as said above");
  return worse;
}

void hand_out(const BenchReport& report, const std::string& json, Console& console) {
  console.result(json == "-" ? bench_json(report) : bench_text(report));
  if (json.empty() || json == "-") return;
  write_result("--json", json, bench_json(report));
}

}  // namespace

int bench_command(const Words& arguments, Console& console) {
  const auto options = bench_options(arguments, console);
  if (!options) return exit_ok;
  host::keep_heaps_small(options->setting.threads);
  Session session(options->values, console);
  const auto ready = session.prepare_and_tell(options->graph, options->changes, console);
  if (!ready) return exit_usage;
  const auto items = items_to_read(options->images, ready->graph);
  std::set<std::filesystem::path> plugins;
  add_plugins(ready->program, session.registry(), plugins);
  check_result_files({{"--json", options->json}}, {ready->graph.file}, plugins, items);
  for (const std::string& file : options->reports) check_bench_report(file);
  std::optional<graph::Overrides> old_changes;  // of the build to hold it against
  if (!options->build.empty()) old_changes = earlier_stages(*options, ready->graph);
  session.environment().stop = &stop_on_signals();
  name_exits();
  Ending ending(console);
  const auto result =
      bench::measure(ready->graph, ready->program, items, options->setting, session.environment(),
                     [&](const std::string& line) { console.set_status(line); });
  for (const auto& [image, failure] : result.failed) {
    console.error(failure_text(items[image], failure) + "; left out");
  }
  const auto stopped = [&] {
    if (!stop_signal()) return false;
    console.error("stopped before all was measured: nothing is reported, and no file is written");
    return true;
  };
  if (stopped()) return 128 + stop_signal();
  const auto overhead = bench::measure_overhead(options->setting.threads, session.environment());
  if (stopped()) return 128 + stop_signal();
  const BenchReport report{result, overhead, options->setting, ready->graph, items};
  // Before the new report is written, which may take the place of the old.
  std::vector<std::string> worse;
  for (const std::string& file : options->reports) {
    for (auto& line : bench_regressions(report, file, options->tolerance)) worse.push_back(line);
  }
  hand_out(report, options->json, console);
  if (old_changes && !stop_signal()) {
    auto slower = slower_than_build(*options, *old_changes, items, session, console);
    if (!slower) return exit_usage;
    for (auto& line : *slower) worse.push_back(std::move(line));
  }
  ending.run_has_ended();
  if (stop_signal()) return 128 + stop_signal();
  for (const std::string& line : worse) console.error("worse: " + line);
  if (!worse.empty()) return exit_worse;
  return result.failed.empty() && !result.images.empty() ? exit_ok : exit_some_failed;
}

}  // namespace pipeline::cli
