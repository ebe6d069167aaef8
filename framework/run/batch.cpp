// SPDX-License-Identifier: Apache-2.0
#include "framework/run/batch.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <mutex>

#include "framework/host/open_file.hpp"
#include "framework/run/files.hpp"
#include "framework/run/load.hpp"
#include "framework/run/output_text.hpp"

namespace pipeline::run {

namespace {

namespace fs = std::filesystem;

class Batch {
 public:
  Batch(const graph::Graph& graph, const std::vector<Item>& items, const BatchOptions& options,
        const host::Environment& environment, const std::function<void(const Report&)>& report)
      : graph_(graph),
        items_(items),
        options_(options),
        environment_(environment),
        report_(report),
        reports_(items.size()) {}

  Job job() {
    return {.count = items_.size(),
            .name = [this](size_t f) { return name_of(items_[f]); },
            .load = [this](size_t f, std::span<host::Value> in,
                           host::Account& account) { return load(f, in, account); },
            .store = [this](size_t f, std::span<const host::Value> r) { return store(f, r); },
            .done = [this](size_t f, const Failure* failure) { done(f, failure); },
            .made = made(),
            .memo = options_.memo,
            .spans = options_.spans};
  }

 private:
  std::function<Job::Made> made() const {
    if (!options_.saver) return {};
    return
        [saver = options_.saver](size_t frame, uint32_t step, std::span<const host::Value> values,
                                 const host::Environment& environment) {
          return saver->save(frame, step, values, environment);
        };
  }

  // What one frame leaves for its turn.
  struct Kept {
    std::vector<Written> written;
    std::vector<host::Value> for_results;
    std::vector<double> metrics;
  };

  std::optional<Failure> load(size_t frame, std::span<host::Value> inputs, host::Account& account) {
    const auto read = [&](const fs::path& file) {
      return file == "-" ? standard_input() : read_file(file, *environment_.memory, &account);
    };
    return load_files(graph_, items_[frame], read, inputs);
  }

  // Gives its bytes once only, and a frame may load them again, or several frames may.
  std::variant<host::Value, std::string> standard_input() {
    const std::lock_guard lock(standard_input_mutex_);
    if (!standard_input_) standard_input_ = read_file("-", *environment_.memory);
    return *standard_input_;
  }

  Gate::Pass pass() const { return options_.gate ? options_.gate->pass() : Gate::Pass(); }
  void count_done() const {
    if (options_.gate) options_.gate->count_done();
  }

  std::optional<Failure> store(size_t frame, std::span<const host::Value> results) {
    const Gate::Pass passing = pass();
    for (size_t k = 0; k < graph_.outputs.size(); ++k) {
      const std::string& path = items_[frame].outputs[k];
      const host::Value& value = results[k];
      if (!value) return empty_output(k);
      if (path == "-") {
        reports_[frame].for_results.push_back(value);
        continue;
      }
      if (auto failure = write(frame, path, value)) return failure;
    }
    for (size_t k = graph_.outputs.size(); k < results.size(); ++k) {
      const auto number = results[k].number();
      if (!number) return empty_metric(k - graph_.outputs.size());
      reports_[frame].metrics.push_back(*number);
    }
    if (reports_[frame].for_results.empty()) count_done();
    return std::nullopt;
  }

  std::optional<Failure> write(size_t frame, const std::string& path, const host::Value& value) {
    const std::string reason = with_output_text(value, [&](std::string_view text) {
      reports_[frame].written.push_back({path, text.size()});
      return write_file(path, text);
    });
    if (reason.empty()) return std::nullopt;
    reports_[frame].written.pop_back();
    return Failure{"", PIPELINE_IO, path + ": " + reason};
  }

  Failure empty_output(size_t k) const {
    return {"", PIPELINE_INTERNAL,
            "output '" + graph_.outputs[k].name + "' got no value: the stage left it empty"};
  }

  Failure empty_metric(size_t k) const {
    return {"", PIPELINE_INTERNAL,
            "metric '" + graph_.metrics[k].name + "' got no value: the stage left it empty"};
  }

  // What goes to standard output, now that it is this frame's turn.
  std::optional<Failure> hand_over(Kept& kept) const {
    const Gate::Pass passing = pass();
    for (const host::Value& value : kept.for_results) {
      const std::string reason = with_output_text(value, [&](std::string_view text) {
        kept.written.push_back({"-", text.size()});
        return host::write_all(options_.results, text);
      });
      if (!reason.empty()) return Failure{"", PIPELINE_IO, "standard output: " + reason};
    }
    count_done();
    return std::nullopt;
  }

  void done(size_t frame, const Failure* failure) {
    Kept& kept = reports_[frame];
    std::optional<Failure> late;
    if (!failure && !kept.for_results.empty()) late = hand_over(kept);
    if (late) failure = &*late;
    report_({frame, &items_[frame], failure, std::move(kept.written), std::move(kept.metrics)});
    kept = Kept();
  }

  const graph::Graph& graph_;
  const std::vector<Item>& items_;
  const BatchOptions& options_;
  const host::Environment& environment_;
  const std::function<void(const Report&)>& report_;
  std::vector<Kept> reports_;
  std::mutex standard_input_mutex_;
  std::optional<std::variant<host::Value, std::string>> standard_input_;
};

}  // namespace

std::string_view name_of(const Item& item) {
  if (item.inputs.empty()) return "";
  return item.inputs[0] == "-" ? std::string_view("standard input") : item.inputs[0].native();
}

unsigned default_frames_in_flight(unsigned threads, size_t items) {
  return static_cast<unsigned>(std::clamp<size_t>(items, 1, static_cast<size_t>(threads) + 1));
}

void run_batch(const Program& program, const graph::Graph& graph, const std::vector<Item>& items,
               const BatchOptions& options, const host::Environment& environment,
               const std::function<void(const Report&)>& report) {
  Batch batch(graph, items, options, environment, report);
  const Job job = batch.job();
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, options.threads);
  tbb::task_arena arena(static_cast<int>(options.threads));
  const unsigned frames = options.frames_in_flight
                              ? options.frames_in_flight
                              : default_frames_in_flight(options.threads, items.size());
  host::Environment shared = environment;
  const bool alone = options.executor == Executor::serial || frames == 1;
  shared.pool_threads = alone ? options.threads : 1;
  arena.execute([&] {
    if (options.executor == Executor::serial) return run_serial(program, job, shared);
    run_flow(program, job, {frames}, shared);
  });
}

}  // namespace pipeline::run
