// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/options.hpp"

#include "framework/host/system_memory.hpp"
#include "framework/host/threads.hpp"

namespace pipeline::cli {

namespace {

constexpr Help help{
    "pipeline run GRAPH [IMAGE...] [options]",
    "Runs the graph over each image and writes its outputs. An IMAGE is a file, a folder (all\n"
    "images right in it), a pattern in quotes such as 'photos/*.jpg', or '-' for standard input.\n"
    "Without one it runs on the graph's default. One image that fails does not stop the others.",
    "  pipeline run pipelines/default.yaml photo.jpg -o photo.svg\n"
    "  pipeline run pipelines/default.yaml photos/ -o svgs/\n"
    "  find photos -name '*.jpg' | pipeline run pipelines/default.yaml --files-from - -o svgs/\n"
    "  pipeline run pipelines/default.yaml photo.jpg --set colors=8 --swap edges=opencv.canny\n"
    "  pipeline run pipelines/default.yaml photo.jpg --save-all look/\n"
    "  pipeline run pipelines/default.yaml photos/ -o svgs/ --cache ~/.cache/pipeline\n"
    "  cat photo.jpg | pipeline run pipelines/default.yaml - -o - > photo.svg\n"};

po::options_description file_options() {
  po::options_description options("files");
  options.add_options()  //
      ("output,o", po::value<std::vector<std::string>>()->value_name("[NAME=]FILE|DIR/"),
       "where outputs go: a file, a folder, or a file for the output NAME")  //
      ("input", po::value<std::vector<std::string>>()->value_name("NAME=FILE"),
       "feed the graph's input NAME")  //
      ("files-from", po::value<std::string>()->value_name("FILE"),
       "also run on the files named in FILE ('-': standard input), one a line or NUL-separated");
  return options;
}

po::options_description running_options() {
  po::options_description options("running");
  options.add_options()  //
      ("threads,j", po::value<unsigned>()->value_name("N"),
       "use N threads (default: all there are)")  //
      ("in-flight", po::value<unsigned>()->value_name("N"),
       "work on at most N images at once (default: one more than threads)")  //
      ("memory", po::value<std::string>()->value_name("SIZE"),
       "begin no further image beyond SIZE, such as 2GiB (default: half of what there is)")  //
      ("timeout", po::value<double>()->value_name("SECONDS"),
       "fail an image if one stage takes longer than this")  //
      ("executor", po::value<std::string>()->value_name("flow|serial"),
       "flow: parallel, the default; serial: one stage after the other");
  return options;
}

po::options_description seeing_options() {
  po::options_description options("seeing");
  options.add_options()                                                    //
      ("metrics", "also run the graph's metrics and print what they say")  //
      ("save-all", po::value<std::string>()->value_name("DIR"),
       "also write all that the stages make, to look at: DIR/IMAGE/NN_STAGE.PORT.EXT");
  return options;
}

po::options_description measuring_options() {
  po::options_description options("explaining and measuring");
  options.add_options()                                                         //
      ("explain", "say what would be done, and do nothing")                     //
      ("profile", "say at the end where time and memory went, stage by stage")  //
      ("repeat", po::value<unsigned>()->value_name("N"),
       "run N times over, one image at a time, after a first time that --profile does not count")  //
      ("json", "print the profile as JSON on standard output")  //
      ("trace", po::value<std::string>()->value_name("FILE"),
       "write what ran when, for ui.perfetto.dev");
  return options;
}

run::Executor executor(const po::variables_map& values) {
  const std::string word = text_of(values, "executor");
  if (word.empty() || word == "flow") return run::Executor::flow;
  if (word == "serial") return run::Executor::serial;
  throw UsageError("--executor " + word + ": expected flow or serial");
}

std::optional<std::chrono::steady_clock::duration> timeout(const po::variables_map& values) {
  const auto seconds = seconds_of(values, "timeout", 0.001);
  if (!seconds) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::steady_clock::duration>(*seconds);
}

// Of an option that names a file or a folder.
std::string place(const po::variables_map& values, const char* name, const char* what) {
  std::string word = text_of(values, name);
  if (values.count(name) && word.empty()) {
    throw UsageError(std::string("--") + name + " needs a " + what);
  }
  return word;
}

void check_together(const RunOptions& options) {
  if (options.trace == "-") {
    throw UsageError("--trace -: standard output carries results: name a file");
  }
  if (options.json && !options.profile) {
    throw UsageError("--json is for --profile: add it");
  }
  if (options.repeat > 0 && !options.save_all.empty()) {
    throw UsageError("--repeat is to measure and --save-all would be measured, too: leave one out");
  }
  if (options.repeat > 0 && !options.cache.folder.empty()) {
    throw UsageError("--repeat is to measure and with --cache nothing would run: leave one out");
  }
}

}  // namespace

po::options_description work_options() {
  po::options_description options;
  return options.add(file_options())
      .add(running_options())
      .add(cache_options())
      .add(seeing_options())
      .add(graph_options())
      .add(common_options());
}

std::optional<RunOptions> run_options(const Words& words, Console& console) {
  po::options_description all = work_options();
  auto values = parse(words, all.add(measuring_options()), {"graph", "image"}, help, console);
  if (!values) return std::nullopt;
  if (!values->count("graph")) throw UsageError("run needs a graph: " + std::string(help.usage));
  return run_options_of(std::move(*values));
}

RunOptions run_options_of(po::variables_map values) {
  RunOptions options;
  options.graph = list_of(values, "graph").front();
  options.images = list_of(values, "image");
  options.files_from = place(values, "files-from", "file");
  for (const std::string& word : list_of(values, "input")) {
    options.named.push_back(key_and_value("--input", word));
  }
  options.executor = executor(values);
  options.threads = count_of(values, "threads", host::available_threads());
  options.repeat = count_of(values, "repeat", 0);
  options.in_flight = count_of(values, "in-flight", options.repeat > 0 ? 1 : 0);
  options.memory = bytes_of(values, "memory", host::available_memory() / 2);
  options.timeout = timeout(values);
  options.cache = cache_options(values);
  options.output = output_choice(list_of(values, "output"));
  options.save_all = place(values, "save-all", "folder");
  options.trace = place(values, "trace", "file");
  options.explain = values.count("explain") > 0;
  options.metrics = values.count("metrics") > 0;
  options.profile = values.count("profile") > 0;
  options.json = values.count("json") > 0;
  check_together(options);
  options.changes = overrides(values);
  options.changes.metrics = options.metrics;
  for (const auto& [output, path] : options.output.files) {
    options.changes.outputs.push_back({output, path});
  }
  options.values = std::move(values);
  return options;
}

}  // namespace pipeline::cli
