// SPDX-License-Identifier: Apache-2.0
// pipeline run: a graph over images.
#include <algorithm>
#include <memory>

#include "framework/cache/record.hpp"
#include "framework/cli/common/cache.hpp"
#include "framework/cli/common/crash.hpp"
#include "framework/cli/common/ending.hpp"
#include "framework/cli/common/items.hpp"
#include "framework/cli/common/metrics_table.hpp"
#include "framework/cli/common/session.hpp"
#include "framework/cli/common/sources.hpp"
#include "framework/cli/common/stop.hpp"
#include "framework/cli/run/explain.hpp"
#include "framework/cli/run/explain_reuse.hpp"
#include "framework/cli/run/file_uses.hpp"
#include "framework/cli/run/options.hpp"
#include "framework/cli/run/profile.hpp"
#include "framework/cli/run/run.hpp"
#include "framework/cli/run/save_folders.hpp"
#include "framework/cli/run/summary.hpp"
#include "framework/cli/run/trace.hpp"
#include "framework/host/heap.hpp"
#include "framework/run/batch.hpp"
#include "framework/run/files.hpp"

namespace pipeline::cli {

namespace {

// The graph, checked and made; nothing after an error that was told.
std::optional<Ready> prepare(const RunOptions& options, Session& session, Console& console) {
  auto ready = session.prepare_and_tell(options.graph, options.changes, console);
  if (ready && options.metrics && ready->graph.metrics.empty()) {
    throw UsageError("--metrics: the graph has none: add some under `metrics:`");
  }
  return ready;
}

std::vector<run::Item> items_of(const RunOptions& options, const graph::Graph& graph) {
  std::vector<std::string> images = image_files(options.images);
  if (options.files_from == "-" && std::count(images.begin(), images.end(), "-") > 0) {
    throw UsageError("standard input can be the list of --files-from or an image, not both");
  }
  if (!options.files_from.empty()) {
    for (auto& file : listed_files(options.files_from)) images.push_back(file);
  }
  return make_items(graph, images, options.named, options.output);
}

bool writes_to_standard_output(const std::vector<run::Item>& items) {
  return std::any_of(items.begin(), items.end(), [](const run::Item& item) {
    return std::find(item.outputs.begin(), item.outputs.end(), "-") != item.outputs.end();
  });
}

// With --repeat: the items over and over, the first time to warm up. Standard output gets one copy.
std::vector<run::Item> repeated(const std::vector<run::Item>& once, unsigned times) {
  std::vector<run::Item> items = once, again = once;
  for (run::Item& item : again) {
    std::replace(item.outputs.begin(), item.outputs.end(), std::string("-"),
                 std::string("/dev/null"));
  }
  for (unsigned i = 0; i < times; ++i) items.insert(items.end(), again.begin(), again.end());
  return items;
}

void check_results(const RunOptions& options, const std::vector<run::Item>& items) {
  if (options.json && writes_to_standard_output(items)) {
    throw UsageError(
        "--json is printed on standard output, and so is an output of the graph: name a file for "
        "it with -o");
  }
}

// The time limit of --timeout, or none.
std::unique_ptr<host::Watch> watch_calls(const RunOptions& options, Ending& ending) {
  return options.timeout ? ending.watch(*options.timeout) : nullptr;
}

std::unique_ptr<run::Saver> saver_of(const RunOptions& options, const Ready& ready,
                                     const std::vector<run::Item>& items, const FileUses& uses,
                                     Session& session) {
  if (options.save_all.empty()) return nullptr;
  std::string problem;
  auto saver = run::Saver::make(ready.program, session.registry(), session.environment(),
                                save_folders(options.save_all, ready.graph, items, uses), problem);
  if (!saver) throw UsageError("--save-all: " + problem);
  return saver;
}

// On standard output, unless something else is there.
void show_metrics(const RunOptions& options, const MetricsTable& metrics,
                  const std::vector<run::Item>& items, Console& console) {
  if (options.json || writes_to_standard_output(items)) return console.block(metrics.text());
  console.result(metrics.text());
}

void show_profile(const RunOptions& options, const ProfileInput& input, Console& console) {
  if (!options.profile) return;
  if (options.json) return console.result(profile_json(input));
  console.block(profile_table(input));
}

// What a run keeps of its steps, and notes of each image for a later --explain.
run::Memo memo_of(const Ready& ready, const cache::StepKeys& keys,
                  const std::vector<run::Item>& items, Cache& cache) {
  const auto note = [&](size_t frame, std::span<const cache::Key> inputs) {
    cache.store().keep_record(cache::place_of(ready.graph.file, items[frame].inputs),
                              cache::text_of(cache::record_of(ready.graph, keys, inputs)));
  };
  return {keys, *cache.results(), note};
}

void write_trace(const std::string& file, const Ready& ready, const run::Spans& spans,
                 const std::vector<run::Item>& items) {
  if (file.empty()) return;
  const auto name = [&](size_t frame) {
    const auto& inputs = items[frame].inputs;
    return inputs.empty() ? std::string("image ") + std::to_string(frame) : inputs[0].string();
  };
  write_result("--trace", file, trace_json(ready.program, spans, name));
}

}  // namespace

int run_command(const Words& arguments, Console& console) {
  const auto options = run_options(arguments, console);
  return options ? run_graph(*options, console, nullptr) : exit_ok;
}

int run_graph(const RunOptions& options, Console& console, RunObserver* observer) {
  Session session(options.values, console);
  if (observer) {
    session.environment().will_read = [&](const auto& file) { observer->will_read(file); };
  }
  session.memory().set_limit(options.memory);
  const auto ready = prepare(options, session, console);
  if (!ready) return exit_usage;
  const auto once = items_of(options, ready->graph);
  if (once.size() == 1) {
    host::keep_freed_memory();
  } else {
    host::keep_heaps_small(options.threads);
  }
  const auto items = repeated(once, options.repeat);
  const FileUses uses = file_uses(options, ready->graph, once);
  refuse_conflicts(uses);
  check_results(options, once);
  const auto saver = saver_of(options, *ready, once, uses, session);
  Cache cache(options.cache, session, options.explain ? Cache::Use::look : Cache::Use::write);
  std::optional<cache::StepKeys> keys;
  if (cache.results()) keys.emplace(ready->graph, session.registry());
  std::optional<run::Memo> memo;
  if (keys) memo.emplace(memo_of(*ready, *keys, items, cache));
  run::Spans spans;
  run::Gate gate;
  const run::BatchOptions batch{
      .executor = options.executor,
      .threads = options.threads,
      .frames_in_flight = options.in_flight,
      .results = console.result_descriptor(),
      .gate = &gate,
      .spans = observer || options.profile || !options.trace.empty() ? &spans : nullptr,
      .saver = saver.get(),
      .memo = memo ? &*memo : nullptr};
  if (options.explain) {
    console.result(
        explanation(*ready, session.registry(), once, batch, options.memory) +
        (saver ? "saved: all that the stages make, in " + options.save_all + "\n" : "") +
        (keys ? "\n" + reuse_text(*ready, *keys, cache, once, saver != nullptr, session) : ""));
    return exit_ok;
  }
  if (observer) observer->begins(once);
  make_folders(once);
  if (!options.trace.empty()) check_writable(options.trace, "--trace ");
  if (saver) make_save_folder(options.save_all);
  MetricsTable metrics(ready->graph);
  session.environment().stop = &stop_on_signals();
  name_exits();
  Summary summary(console, once.size(), options.repeat + 1);
  Ending ending(console, [&](size_t more_failed) {
    gate.shut(Ending::patience_with_files);
    summary.cut_short(gate.done(), more_failed);
  });
  const auto watch = watch_calls(options, ending);
  session.environment().watch = watch.get();
  run::run_batch(ready->program, ready->graph, items, batch, session.environment(),
                 [&](const run::Report& report) {
                   if (options.metrics && report.index < once.size()) metrics.add(report);
                   summary.add(report);
                 });
  ending.run_has_ended();
  const int status = summary.finish();
  if (observer) observer->ends(ready->program, spans);
  if (saver) console.info("what the stages made is in " + options.save_all);
  show_metrics(options, metrics, once, console);
  const size_t warm_up = options.repeat > 0 ? once.size() : 0;
  show_profile(options, {ready->program, spans, once.size(), warm_up, batch.threads}, console);
  write_trace(options.trace, *ready, spans, items);
  signals_end_the_process();  // a plugin's destructor may hang
  return status;
}

}  // namespace pipeline::cli
