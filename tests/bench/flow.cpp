// SPDX-License-Identifier: Apache-2.0
// What the executors themselves cost: chains and diamonds of stages that do next to nothing, in
// nanoseconds a stage and frame, median of 9 runs. Run it on an idle machine.
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "framework/run/executor.hpp"
#include "support/hand_graph.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

constexpr size_t frames = 20000;

template <class Run>
double nanoseconds(size_t stages, Run run) {
  std::vector<double> samples;
  for (int i = 0; i < 10; ++i) {
    const auto start = std::chrono::steady_clock::now();
    run();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    if (i > 0) samples.push_back(took.count() / static_cast<double>(frames * stages));
  }
  std::sort(samples.begin(), samples.end());
  return samples[samples.size() / 2];
}

void measure(const char* name, const graph::Graph& graph, const host::Environment& environment) {
  std::vector<run::Failure> failures;
  const auto program = run::Program::make(graph, environment, failures);
  const run::Job job{
      .count = frames,
      .load = [](size_t, std::span<host::Value>, host::Account&) { return std::nullopt; },
      .store = [](size_t, std::span<const host::Value>) { return std::nullopt; },
      .done = [](size_t, const run::Failure*) {}};
  const size_t stages = program->steps().size();
  std::printf("%-12s serial %6.1f", name,
              nanoseconds(stages, [&] { run::run_serial(*program, job, environment); }));
  for (const int threads : {1, 2}) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<size_t>(threads));
    tbb::task_arena arena(threads);
    arena.execute([&] {
      std::printf("  flow, %d thread%s %6.1f", threads, threads > 1 ? "s" : "",
                  nanoseconds(stages, [&] { run::run_flow(*program, job, {8}, environment); }));
    });
  }
  std::printf("  ns a stage and frame\n");
}

}  // namespace

int main() {
  host::Memory memory;
  const host::Environment environment{.memory = &memory, .pool_threads = 1};
  host::Registry registry({TEST_OWN_PLUGINS}, {}, environment);

  HandGraph chain(registry);
  uint32_t last = chain.add("kinds.number", {});
  for (int i = 0; i < 7; ++i) last = chain.add("kinds.add", {HandGraph::node(last)});
  chain.output(HandGraph::node(last));
  measure("chain of 8", chain.graph(), environment);

  HandGraph diamonds(registry);
  last = diamonds.add("kinds.number", {});
  for (int i = 0; i < 3; ++i) {
    const uint32_t left = diamonds.add("kinds.add", {HandGraph::node(last)});
    const uint32_t right = diamonds.add("kinds.add", {HandGraph::node(last)});
    last = diamonds.add("kinds.add", {HandGraph::node(left), HandGraph::node(right)});
  }
  diamonds.output(HandGraph::node(last));
  measure("3 diamonds", diamonds.graph(), environment);
}
