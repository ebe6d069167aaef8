// SPDX-License-Identifier: Apache-2.0
// A graph of kinds.* run by either executor, and what came of it.
#pragma once

#include <tbb/task_arena.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>

#include "framework/run/executor.hpp"
#include "support/catch.hpp"
#include "support/hand_graph.hpp"

namespace pipeline::test {

inline constexpr graph::Wire input{graph::Wire::From::input, 0, 0};

struct Record {
  std::vector<size_t> order;
  std::vector<std::string> failures;  // "" where all went well
  std::vector<double> results;
  size_t most_alive = 0, loaded = 0, stored = 0;
  size_t most_stored_beside = 0;  // bytes in use while a frame was stored

  bool operator==(const Record& other) const {
    return order == other.order && failures == other.failures && results == other.results;
  }
};

// A graph of kinds.* over the numbers 0, 1, 2, ...
class Fixture {
 public:
  Fixture() : registry_({TEST_OWN_PLUGINS}, {}, environment_), graph(registry_) {}

  Record run(bool flow, size_t count, unsigned in_flight = 4, int threads = 4) {
    std::vector<run::Failure> failures;
    const auto program = run::Program::make(graph.graph(), environment_, failures);
    if (!program) throw std::runtime_error(failures.front().error);
    std::optional<cache::StepKeys> keys;
    std::optional<run::Memo> memo;
    if (results) {
      keys.emplace(graph.graph(), registry_);
      memo.emplace(run::Memo{*keys, *results, {}});
    }
    Record record;
    record.results.resize(count);
    std::set<size_t> alive;                  // loaded once or more and not done
    std::map<size_t, host::BufferRef> held;  // beside what the stages hold, until it is done
    std::mutex mutex;
    const run::Job job{
        .count = count,
        .load = [&](size_t frame, std::span<host::Value> inputs,
                    host::Account& account) -> std::optional<run::Failure> {
          const std::lock_guard lock(mutex);
          ++record.loaded;
          alive.insert(frame);
          record.most_alive = std::max(record.most_alive, alive.size());
          if (frame == unreadable) return run::Failure{"", PIPELINE_IO, "unreadable"};
          inputs[0] = first_input(frame);
          if (!held_bytes) return std::nullopt;
          held[frame] = memory.allocate(held_bytes(frame), &account);
          if (held[frame]) return std::nullopt;
          return run::Failure{"", PIPELINE_NO_MEMORY, "no memory"};
        },
        .store = [&](size_t frame,
                     std::span<const host::Value> made) -> std::optional<run::Failure> {
          const std::lock_guard lock(mutex);
          record.results[frame] = *made[0].number();
          record.most_stored_beside = std::max(record.most_stored_beside, memory.bytes_in_use());
          ++record.stored;
          if (frame == unwritable) return run::Failure{"", PIPELINE_IO, "unwritable"};
          return std::nullopt;
        },
        .done =
            [&](size_t frame, const run::Failure* f) {
              const std::lock_guard lock(mutex);
              alive.erase(frame);
              held.erase(frame);
              record.order.push_back(frame);
              record.failures.push_back(f ? f->stage + ": " + f->error : "");
            },
        .made = on_made,
        .memo = memo ? &*memo : nullptr,
        .spans = spans};
    tbb::task_arena arena(threads);
    arena.execute([&] {
      if (!flow) return run::run_serial(*program, job, environment_);
      run::run_flow(*program, job, {in_flight}, environment_);
    });
    CHECK(memory.bytes_in_use() == 0);
    return record;
  }

  host::Value number(double value) {
    return emitted("kinds.number", {}, {"value", {.real = value}});
  }
  host::Value square(int side) {
    const host::Value brightness = number(0);
    return emitted("kinds.plain", {&brightness}, {"side", {.integer = side}});
  }

  void take_number_input() {
    const_cast<graph::Graph&>(graph.graph()).inputs.push_back({"number", std::nullopt});
  }

  std::function<host::Value(size_t frame)> first_input = [this](size_t frame) {
    return number(static_cast<double>(frame));
  };
  std::function<size_t(size_t frame)> held_bytes;  // null: none
  std::function<run::Job::Made> on_made;           // from any thread
  cache::Results* results = nullptr;               // null: nothing is kept
  run::Spans* spans = nullptr;
  size_t unreadable = SIZE_MAX, unwritable = SIZE_MAX;
  host::Memory memory;
  std::atomic<bool> stop{false};
  std::function<void()> on_log = [] {};  // from any thread

 private:
  host::Value emitted(const char* stage, const std::vector<const host::Value*>& inputs,
                      const std::pair<std::string, pipeline_arg>& value) {
    HandGraph one(registry_);
    one.add(stage, std::vector<graph::Wire>(inputs.size(), input), {value});
    const graph::Node& node = one.graph().nodes[0];
    host::Outcome outcome;
    const auto instance =
        host::Instance::create(*node.stage, stage, node.values(), environment_, outcome);
    host::Value made;
    instance->process(inputs, std::span(&made, 1), environment_);
    return made;
  }

  host::Environment environment_{
      .memory = &memory, .stop = &stop, .pool_threads = 1, .log = [this](auto...) { on_log(); }};
  host::Registry registry_;

 public:
  const host::Registry& registry() const { return registry_; }
  HandGraph graph;
};

}  // namespace pipeline::test
