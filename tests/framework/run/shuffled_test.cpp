// SPDX-License-Identifier: Apache-2.0
// The flow executor under random timing gives what the serial executor gives: the same outcome of
// each frame, in order, once, and nothing left. PIPELINE_SHUFFLED_RUNS says how many runs,
// PIPELINE_SHUFFLED_SEED the seed of the first. No lock here, but where it says so: the executor
// has to order all of it, and the thread sanitizer sees it if it does not.
#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <thread>

#include "framework/run/executor.hpp"
#include "shuffled_plan.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

// Ends the process with the plan's text when its scope takes longer than two minutes.
class Deadline {
 public:
  explicit Deadline(std::string text)
      : thread_([this, text = std::move(text)] {
          std::unique_lock lock(mutex_);
          // In slices, so that time in which the whole process was stopped counts as one of them;
          // and long, for on a busy machine a thread may wait minutes for a processor.
          for (int second = 0; second < 240; ++second) {
            if (ended_.wait_for(lock, std::chrono::seconds(1), [this] { return over_; })) return;
          }
          std::fprintf(stderr, "hangs: %s\n", text.c_str());
          std::_Exit(1);
        }) {}
  ~Deadline() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

struct FrameOutcome {
  unsigned stored = 0, done = 0;
  pipeline_status status = PIPELINE_OK;
  std::string failure;
  std::string content;  // of its results
};

struct Outcomes {
  std::vector<FrameOutcome> frames;
  std::vector<size_t> order;
  size_t most_alive = 0, peak_bytes = 0, bytes_left = 0;
};

class ShuffledRun {
 public:
  explicit ShuffledRun(const ShuffledPlan& plan) : plan_(plan) {}

  Outcomes serial() {
    host::Environment environment{.memory = &memory_};
    return run(environment, 0, [](const auto& program, const auto& job, const auto& shared) {
      run::run_serial(program, job, shared);
    });
  }

  Outcomes flow() {
    memory_.set_limit(plan_.limit);
    std::atomic<size_t> calls{0};
    std::atomic<bool> stop{plan_.stop_at == 0};
    std::unique_ptr<host::Watch> watch;
    if (plan_.watched) {
      watch = std::make_unique<host::Watch>(std::chrono::minutes(1), std::chrono::minutes(1),
                                            [](const host::Activity&) {});
    }
    host::Environment environment{.memory = &memory_, .watch = watch.get(), .stop = &stop};
    environment.log = [&](auto...) {
      if (calls.fetch_add(1, std::memory_order_relaxed) + 1 == plan_.stop_at) {
        stop.store(true, std::memory_order_relaxed);
      }
    };
    run::Spans spans;
    if (plan_.timed) spans_ = &spans;
    return run(environment, plan_.pace, [&](const auto& program, const auto& job, auto& shared) {
      tbb::task_arena arena(plan_.threads);
      arena.execute([&] { run::run_flow(program, job, {plan_.in_flight}, shared); });
    });
  }

 private:
  template <class Execute>
  Outcomes run(const host::Environment& environment, int pace, Execute execute) {
    host::Registry registry({TEST_OWN_PLUGINS}, {}, environment);
    HandGraph graph(registry);
    const_cast<graph::Graph&>(graph.graph()).inputs.push_back({"bytes", std::nullopt});
    pace_ = pace;
    plan_.build(graph, pace);
    std::vector<run::Failure> failures;
    const auto program = run::Program::make(graph.graph(), environment, failures);
    if (!program) throw std::runtime_error(failures.front().error);
    Outcomes outcomes;
    outcomes.frames.resize(plan_.frames);
    begun_ = std::make_unique<std::atomic<bool>[]>(plan_.frames);
    execute(*program, job(outcomes), environment);
    outcomes.most_alive = most_alive_.load();
    outcomes.peak_bytes = memory_.peak_bytes();
    outcomes.bytes_left = memory_.bytes_in_use();
    return outcomes;
  }

  run::Job job(Outcomes& outcomes) {
    return {.count = plan_.frames,
            .load = [this](size_t frame, std::span<host::Value> inputs,
                           host::Account& account) { return load(frame, inputs, account); },
            .store = [this, &outcomes](
                         size_t frame,
                         std::span<const host::Value> r) { return store(outcomes, frame, r); },
            .done = [this, &outcomes](size_t frame,
                                      const run::Failure* f) { done(outcomes, frame, f); },
            .spans = spans_};
  }

  // Now and then, so that another frame may come to the same place meanwhile.
  void rest(size_t frame, size_t place) const {
    if (pace_ == 0) return;
    std::minstd_rand random(static_cast<unsigned>(plan_.seed + 31 * frame + 977 * place));
    random.discard(3);
    if (random() % 2) return;
    std::this_thread::sleep_for(std::chrono::microseconds(random() % static_cast<size_t>(pace_)));
  }

  std::optional<run::Failure> load(size_t frame, std::span<host::Value> inputs,
                                   host::Account& account) {
    if (!begun_[frame].exchange(true, std::memory_order_relaxed)) {
      const size_t alive = alive_.fetch_add(1, std::memory_order_relaxed) + 1;
      size_t most = most_alive_.load(std::memory_order_relaxed);
      while (most < alive &&
             !most_alive_.compare_exchange_weak(most, alive, std::memory_order_relaxed)) {
      }
    }
    rest(frame, 0);
    if ((frame * 7919 + plan_.seed) % 1000 < plan_.unreadable) {
      return run::Failure{"", PIPELINE_IO, "unreadable"};
    }
    const host::BufferRef buffer = memory_.allocate(plan_.file_bytes, &account);
    if (!buffer) return run::Failure{"", PIPELINE_NO_MEMORY, "no memory"};
    std::memset(buffer->data(), static_cast<int>(frame + plan_.seed), plan_.file_bytes);
    inputs[0] = host::Value::bytes(buffer, plan_.file_bytes, "application/octet-stream");
    return std::nullopt;
  }

  std::optional<run::Failure> store(Outcomes& outcomes, size_t frame,
                                    std::span<const host::Value> results) {
    rest(frame, 1);
    FrameOutcome& outcome = outcomes.frames[frame];
    ++outcome.stored;
    for (const host::Value& result : results) {
      outcome.content += std::to_string(std::hash<std::string>()(content_of(result))) + ' ';
    }
    if ((frame * 104729 + plan_.seed) % 1000 < plan_.unwritable) {
      return run::Failure{"", PIPELINE_IO, "unwritable"};
    }
    return std::nullopt;
  }

  void done(Outcomes& outcomes, size_t frame, const run::Failure* failure) {
    rest(frame, 2);
    // A frame that begins after the stop is not loaded.
    if (begun_[frame].load(std::memory_order_relaxed)) {
      alive_.fetch_sub(1, std::memory_order_relaxed);
    }
    outcomes.order.push_back(frame);
    FrameOutcome& outcome = outcomes.frames[frame];
    ++outcome.done;
    if (!failure) return;
    outcome.status = failure->status;
    outcome.failure = failure->stage + ": " + failure->error;
  }

  const ShuffledPlan& plan_;
  host::Memory memory_;
  run::Spans* spans_ = nullptr;
  int pace_ = 0;
  std::unique_ptr<std::atomic<bool>[]> begun_;
  std::atomic<size_t> alive_{0}, most_alive_{0};
};

// What is wrong with the run; empty: nothing.
std::string flaw(const ShuffledPlan& plan, const Outcomes& serial, const Outcomes& flow) {
  const bool stopped = plan.stop_at != SIZE_MAX;
  if (flow.bytes_left != 0) return std::to_string(flow.bytes_left) + " bytes are in use at the end";
  if (!stopped && flow.order.size() != plan.frames) return "not all frames were done";
  if (flow.most_alive > plan.in_flight) return "too many frames were alive at once";
  const size_t need = plan.frame_bytes();
  if (flow.peak_bytes > plan.in_flight * need) return "more memory than all frames in flight need";
  if (plan.limit != SIZE_MAX && flow.peak_bytes > plan.limit + need) {
    return "more memory than the limit and a frame";
  }
  for (size_t i = 0; i < flow.frames.size(); ++i) {
    const std::string which = "frame " + std::to_string(i);
    const FrameOutcome &is = flow.frames[i], &should = serial.frames[i];
    if (i < flow.order.size() && flow.order[i] != i) return which + " is not in its place";
    if (is.done != (i < flow.order.size() ? 1 : 0)) return which + " was done more than once";
    if (is.done == 0 && is.stored != 0) return which + " was stored and not done";
    if (is.done == 0) continue;
    if (stopped && is.status == PIPELINE_CANCELLED && is.stored == 0) continue;
    if (is.failure != should.failure) {
      return which + ": '" + is.failure + "' and not '" + should.failure + "'";
    }
    if (is.stored != should.stored) return which + " was not stored once";
    if (is.content != should.content) return which + " has another content";
  }
  return "";
}

uint64_t setting(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("a run with shuffled timing is a serial run", "[run]") {
#ifdef __SANITIZE_THREAD__
  constexpr uint64_t preset = 100;
#else
  constexpr uint64_t preset = 300;
#endif
  const uint64_t runs = setting("PIPELINE_SHUFFLED_RUNS", preset);
  const uint64_t first = setting("PIPELINE_SHUFFLED_SEED", 1);
  // More threads than processors, so that any of them may be interrupted anywhere.
  const tbb::global_control many(tbb::global_control::max_allowed_parallelism, 6);
  size_t cancelled = 0, failed = 0, done = 0;
  for (uint64_t seed = first; seed < first + runs; ++seed) {
    const ShuffledPlan plan(seed);
    const Deadline deadline(plan.text());
    const Outcomes serial = ShuffledRun(plan).serial();
    const Outcomes flow = ShuffledRun(plan).flow();
    INFO(plan.text());
    const std::string wrong = flaw(plan, serial, flow);
    REQUIRE(wrong == "");
    for (const FrameOutcome& frame : flow.frames) {
      done += frame.done && frame.failure.empty();
      failed += !frame.failure.empty() && frame.status != PIPELINE_CANCELLED;
      cancelled += frame.status == PIPELINE_CANCELLED;
    }
  }
  // That there was something to get wrong.
  if (runs < 100) return;
  CHECK(done > runs);
  CHECK(failed > runs / 2);
  CHECK(cancelled > runs / 10);
}
