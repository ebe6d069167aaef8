// SPDX-License-Identifier: Apache-2.0
// pipeline run: a graph over images.
#include "framework/run/batch.hpp"

#include <chrono>
#include <cstdio>

#include "framework/cli/items.hpp"
#include "framework/cli/options.hpp"
#include "framework/cli/session.hpp"
#include "framework/cli/stop.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline run GRAPH [IMAGE...] [options]",
    "Runs the graph over each image and writes its outputs. Without an image it runs on the\n"
    "graph's default. '-' is standard input or standard output. One image that fails does not\n"
    "stop the others.",
    "  pipeline run pipelines/default.yaml photo.jpg -o photo.svg\n"
    "  pipeline run pipelines/default.yaml *.jpg -o svgs/\n"
    "  pipeline run pipelines/default.yaml photo.jpg --set colors=8 --swap edges=opencv.canny\n"
    "  cat photo.jpg | pipeline run pipelines/default.yaml - -o - > photo.svg\n"};

po::options_description options() {
  po::options_description own("options");
  own.add_options()  //
      ("output,o", po::value<std::vector<std::string>>()->value_name("[NAME=]FILE|DIR/"),
       "where outputs go: a file, a folder, or a file for the output NAME")  //
      ("input", po::value<std::vector<std::string>>()->value_name("NAME=FILE"),
       "feed the graph's input NAME")  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "use N threads (default: all there are)")  //
      ("in-flight", po::value<unsigned>()->value_name("N"),
       "work on at most N images at once (default: two a thread)")  //
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

std::string size_text(size_t bytes) {
  char text[32];
  const auto size = static_cast<double>(bytes);
  if (bytes < 1000) {
    std::snprintf(text, sizeof text, "%zu B", bytes);
  } else if (bytes < 1000000) {
    std::snprintf(text, sizeof text, "%.1f kB", size / 1e3);
  } else {
    std::snprintf(text, sizeof text, "%.1f MB", size / 1e6);
  }
  return text;
}

std::string source_of(const run::Item& item) {
  if (item.inputs.empty()) return "";
  return item.inputs[0] == "-" ? "standard input" : item.inputs[0].string();
}

// Says what became of each image and counts.
class Summary {
 public:
  Summary(Console& console, size_t total) : console_(console), total_(total) {}

  void add(const run::Report& report) {
    if (report.failure) return add_failure(report);
    ++done_;
    for (const auto& written : report.written) {
      if (written.path == "-") continue;
      console_.info("wrote " + written.path + " (" + size_text(written.bytes) + ")");
    }
  }

  int finish() {
    const auto elapsed = std::chrono::steady_clock::now() - start_;
    const size_t left = total_ - done_ - failed_;
    if (total_ > 1 || left > 0) {
      char seconds[32];
      std::snprintf(seconds, sizeof seconds, "%.2f s",
                    std::chrono::duration<double>(elapsed).count());
      console_.info(std::to_string(total_) + " images: " + std::to_string(done_) + " done, " +
                    std::to_string(failed_) + " failed" +
                    (left ? ", " + std::to_string(left) + " not finished" : "") + ", in " +
                    seconds);
    }
    if (stop_signal()) return 128 + stop_signal();
    return failed_ ? exit_some_failed : exit_ok;
  }

 private:
  void add_failure(const run::Report& report) {
    const run::Failure& failure = *report.failure;
    if (failure.status == PIPELINE_CANCELLED && stop_signal()) return;
    ++failed_;
    if (failure.stage.empty()) return console_.error(failure.error);
    const std::string source = source_of(*report.item);
    console_.error((source.empty() ? "" : source + ": ") + "stage '" + failure.stage +
                   "': " + failure.error);
  }

  Console& console_;
  const size_t total_;
  size_t done_ = 0, failed_ = 0;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

int run_command(const Words& arguments, Console& console) {
  const auto values = parse(arguments, options(), {"graph", "image"}, help, console);
  if (!values) return exit_ok;
  if (!values->count("graph")) throw UsageError("run needs a graph: " + std::string(help.usage));
  Session session(*values, console);
  graph::Overrides changes = overrides(*values);
  const OutputChoice choice = output_choice(list_of(*values, "output"));
  for (const auto& [output, path] : choice.files) changes.outputs.push_back({output, path});
  session.environment().stop = &stop_on_signals();
  graph::Diagnostics diagnostics;
  const auto ready = session.prepare(list_of(*values, "graph").front(), changes, diagnostics);
  if (!diagnostics.empty() && (!ready || console.level() <= Level::warning)) {
    console.block(diagnostics.text());
  }
  if (!ready) return exit_usage;

  std::vector<std::pair<std::string, std::string>> named;
  for (const std::string& word : list_of(*values, "input")) {
    named.push_back(key_and_value("--input", word));
  }
  const auto items = make_items(ready->graph, list_of(*values, "image"), named, choice);
  make_folders(items);

  const run::BatchOptions batch{
      .executor = executor(*values),
      .threads = positive(*values, "threads", host::available_threads()),
      .frames_in_flight = values->count("in-flight") ? positive(*values, "in-flight", 1) : 0,
      .results = console.result_descriptor()};
  Summary summary(console, items.size());
  run::run_batch(ready->program, ready->graph, items, batch, session.environment(),
                 [&](const run::Report& report) { summary.add(report); });
  return summary.finish();
}

}  // namespace pipeline::cli
