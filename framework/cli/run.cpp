// SPDX-License-Identifier: Apache-2.0
// pipeline run: a graph over images.
#include "framework/run/batch.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "framework/cli/explain.hpp"
#include "framework/cli/items.hpp"
#include "framework/cli/metrics_table.hpp"
#include "framework/cli/options.hpp"
#include "framework/cli/profile.hpp"
#include "framework/cli/session.hpp"
#include "framework/cli/sources.hpp"
#include "framework/cli/stop.hpp"
#include "framework/cli/summary.hpp"
#include "framework/cli/trace.hpp"
#include "framework/cli/units.hpp"
#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"
#include "framework/run/files.hpp"

namespace pipeline::cli {

namespace {

// What a stage gets to stop by itself after it was cancelled.
constexpr std::chrono::seconds grace{5};

constexpr Help help{
    "pipeline run GRAPH [IMAGE...] [options]",
    "Runs the graph over each image and writes its outputs. An IMAGE is a file, a folder (all\n"
    "images right in it), a pattern in quotes such as 'photos/*.jpg', or '-' for standard input.\n"
    "Without one it runs on the graph's default. One image that fails does not stop the others.",
    "  pipeline run pipelines/default.yaml photo.jpg -o photo.svg\n"
    "  pipeline run pipelines/default.yaml photos/ -o svgs/\n"
    "  find photos -name '*.jpg' | pipeline run pipelines/default.yaml --files-from - -o svgs/\n"
    "  pipeline run pipelines/default.yaml photo.jpg --set colors=8 --swap edges=opencv.canny\n"
    "  cat photo.jpg | pipeline run pipelines/default.yaml - -o - > photo.svg\n"};

po::options_description options() {
  po::options_description own("options");
  own.add_options()  //
      ("output,o", po::value<std::vector<std::string>>()->value_name("[NAME=]FILE|DIR/"),
       "where outputs go: a file, a folder, or a file for the output NAME")  //
      ("input", po::value<std::vector<std::string>>()->value_name("NAME=FILE"),
       "feed the graph's input NAME")  //
      ("files-from", po::value<std::string>()->value_name("FILE"),
       "also run on the files named in FILE ('-': standard input), one a line or NUL-separated")  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "use N threads (default: all there are)")  //
      ("in-flight", po::value<unsigned>()->value_name("N"),
       "work on at most N images at once (default: two a thread)")  //
      ("memory", po::value<std::string>()->value_name("SIZE"),
       "begin no further image beyond SIZE, such as 2GiB (default: half of what there is)")  //
      ("timeout", po::value<double>()->value_name("SECONDS"),
       "fail an image if one stage takes longer than this")                     //
      ("explain", "say what would be done, and do nothing")                     //
      ("metrics", "also run the graph's metrics and print what they say")       //
      ("profile", "say at the end where time and memory went, stage by stage")  //
      ("repeat", po::value<unsigned>()->value_name("N"),
       "run N times over, one image at a time, after a first time that --profile does not count")  //
      ("json", "print the profile as JSON on standard output")  //
      ("trace", po::value<std::string>()->value_name("FILE"),
       "write what ran when, for ui.perfetto.dev")  //
      ("executor", po::value<std::string>()->value_name("flow|serial"),
       "flow: parallel, the default; serial: one stage after the other");
  return own.add(graph_options()).add(common_options());
}

unsigned positive(const po::variables_map& values, const char* name, unsigned otherwise) {
  if (!values.count(name)) return otherwise;
  const unsigned value = values[name].as<unsigned>();
  if (value < 1 || value > 4096) {
    throw UsageError(std::string("--") + name + ": expected 1 to 4096");
  }
  return value;
}

run::Executor executor(const po::variables_map& values) {
  const std::string word = text_of(values, "executor");
  if (word.empty() || word == "flow") return run::Executor::flow;
  if (word == "serial") return run::Executor::serial;
  throw UsageError("--executor " + word + ": expected flow or serial");
}

size_t memory_limit(const po::variables_map& values) {
  const std::string word = text_of(values, "memory");
  if (!values.count("memory")) return host::available_memory() / 2;
  if (const auto bytes = parse_bytes(word)) return *bytes;
  throw UsageError("--memory " + word + ": expected a size such as 2GiB or 500MB");
}

// The time limit of --timeout, or none.
std::unique_ptr<host::Watch> watch_calls(const po::variables_map& values, Console& console) {
  if (!values.count("timeout")) return nullptr;
  const double seconds = values["timeout"].as<double>();
  if (!(seconds >= 0.001 && seconds <= 1e6)) {
    throw UsageError("--timeout: expected 0.001 to 1000000 seconds");
  }
  using namespace std::chrono;
  return std::make_unique<host::Watch>(
      duration_cast<host::Watch::Duration>(duration<double>(seconds)), grace,
      [&console](const host::Activity& stuck) {
        console.set_status("");
        console.error((stuck.image.empty() ? "" : std::string(stuck.image) + ": ") + "stage '" +
                      std::string(stuck.stage) + "' of " + std::string(stuck.plugin) +
                      " ran past --timeout and does not stop when it is cancelled: the run ends "
                      "here; what was said to be written is whole");
        _exit(exit_some_failed);
      });
}

// With --repeat: the items over and over, the first time to warm up.
class Repetition {
 public:
  Repetition(const po::variables_map& values, const std::vector<run::Item>& once) : items_(once) {
    if (!values.count("repeat")) return;
    warm_up_ = once.size();
    const unsigned times = positive(values, "repeat", 1);
    for (unsigned i = 0; i < times; ++i) items_.insert(items_.end(), once.begin(), once.end());
  }
  const std::vector<run::Item>& items() const { return items_; }
  size_t warm_up() const { return warm_up_; }

 private:
  std::vector<run::Item> items_;
  size_t warm_up_ = 0;
};

// On standard output, unless an output is there.
void show_metrics(const MetricsTable& metrics, const std::vector<run::Item>& items,
                  Console& console) {
  const bool taken = std::any_of(items.begin(), items.end(), [](const run::Item& item) {
    return std::find(item.outputs.begin(), item.outputs.end(), "-") != item.outputs.end();
  });
  if (taken) return console.block(metrics.text());
  console.result(metrics.text());
}

void show_profile(const po::variables_map& values, const ProfileInput& input, Console& console) {
  if (!values.count("profile")) return;
  if (values.count("json")) return console.result(profile_json(input));
  console.block(profile_table(input));
}

void write_trace(const po::variables_map& values, const Ready& ready, const run::Spans& spans,
                 const std::vector<run::Item>& items) {
  const std::string file = text_of(values, "trace");
  if (file.empty()) return;
  const auto name = [&](size_t frame) {
    const auto& inputs = items[frame].inputs;
    return inputs.empty() ? std::string("image ") + std::to_string(frame) : inputs[0].string();
  };
  const std::string problem = run::write_file(file, trace_json(ready.program, spans, name));
  if (!problem.empty()) throw UsageError("--trace " + file + ": " + problem);
}

void check_words(const po::variables_map& values) {
  if (values.count("json") && !values.count("profile")) {
    throw UsageError("--json is for --profile: add it");
  }
  if (values.count("trace") && text_of(values, "trace").empty()) {
    throw UsageError("--trace needs a file");
  }
}

}  // namespace

int run_command(const Words& arguments, Console& console) {
  const auto values = parse(arguments, options(), {"graph", "image"}, help, console);
  if (!values) return exit_ok;
  if (!values->count("graph")) throw UsageError("run needs a graph: " + std::string(help.usage));
  check_words(*values);
  Session session(*values, console);
  graph::Overrides changes = overrides(*values);
  const OutputChoice choice = output_choice(list_of(*values, "output"));
  for (const auto& [output, path] : choice.files) changes.outputs.push_back({output, path});
  changes.metrics = values->count("metrics") > 0;
  session.environment().stop = &stop_on_signals();
  graph::Diagnostics diagnostics;
  const auto ready = session.prepare(list_of(*values, "graph").front(), changes, diagnostics);
  if (!diagnostics.empty() && (!ready || console.level() <= Level::warning)) {
    console.block(diagnostics.text());
  }
  if (!ready) return exit_usage;
  if (changes.metrics && ready->graph.metrics.empty()) {
    throw UsageError("--metrics: the graph has none: add some under `metrics:`");
  }

  std::vector<std::pair<std::string, std::string>> named;
  for (const std::string& word : list_of(*values, "input")) {
    named.push_back(key_and_value("--input", word));
  }
  std::vector<std::string> images = image_files(list_of(*values, "image"));
  if (values->count("files-from")) {
    for (auto& file : listed_files(text_of(*values, "files-from"))) images.push_back(file);
  }
  const auto items = make_items(ready->graph, images, named, choice);
  const Repetition repetition(*values, items);
  run::Spans spans;
  const bool watched = values->count("profile") || values->count("trace");

  const run::BatchOptions batch{
      .executor = executor(*values),
      .threads = positive(*values, "threads", host::available_threads()),
      .frames_in_flight = positive(*values, "in-flight", repetition.warm_up() > 0 ? 1 : 0),
      .results = console.result_descriptor(),
      .spans = watched ? &spans : nullptr};
  session.memory().set_limit(memory_limit(*values));
  if (values->count("explain")) {
    console.result(explanation(*ready, session.registry(), items, batch, session.memory().limit()));
    return exit_ok;
  }
  make_folders(items);
  const auto watch = watch_calls(*values, console);
  session.environment().watch = watch.get();
  MetricsTable metrics(ready->graph);
  Summary summary(console, repetition.items().size());
  run::run_batch(ready->program, ready->graph, repetition.items(), batch, session.environment(),
                 [&](const run::Report& report) {
                   if (changes.metrics && report.index < items.size()) metrics.add(report);
                   summary.add(report);
                 });
  const int status = summary.finish();
  show_metrics(metrics, items, console);
  show_profile(
      *values,
      {ready->program, spans, items.size(), repetition.warm_up(), batch.threads, summary.seconds()},
      console);
  write_trace(*values, *ready, spans, repetition.items());
  return status;
}

}  // namespace pipeline::cli
