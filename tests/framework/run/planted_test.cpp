// SPDX-License-Identifier: Apache-2.0
// A race that is meant, for the thread sanitizer to find, and the same without it. Hidden: they run
// by name.
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <cstring>

#include "framework/run/executor.hpp"
#include "support/catch.hpp"
#include "support/hand_graph.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

// How many of 64 frames went well through kinds.race.
size_t count_frames(bool guarded) {
  host::Memory memory;
  const host::Environment environment{.memory = &memory};
  host::Registry registry({TEST_OWN_PLUGINS}, {}, environment);
  HandGraph graph(registry);
  const_cast<graph::Graph&>(graph.graph()).inputs.push_back({"bytes", std::nullopt});
  const uint32_t race = graph.add("kinds.race", {{graph::Wire::From::input, 0, 0}},
                                  {{"guarded", pipeline_arg{.integer = guarded}}});
  graph.output(HandGraph::node(race));
  std::vector<run::Failure> failures;
  const auto program = run::Program::make(graph.graph(), environment, failures);
  REQUIRE(program);
  size_t well = 0;
  const run::Job job{
      .count = 64,
      .load = [&](size_t, std::span<host::Value> inputs,
                  host::Account& account) -> std::optional<run::Failure> {
        const host::BufferRef buffer = memory.allocate(64, &account);
        std::memset(buffer->data(), 0, 64);
        inputs[0] = host::Value::bytes(buffer, 64, "application/octet-stream");
        return std::nullopt;
      },
      .store = [](size_t, std::span<const host::Value>) -> std::optional<run::Failure> {
        return std::nullopt;
      },
      .done = [&](size_t, const run::Failure* failure) { well += !failure; }};
  const tbb::global_control many(tbb::global_control::max_allowed_parallelism, 4);
  tbb::task_arena arena(4);
  arena.execute([&] { run::run_flow(*program, job, {8}, environment); });
  return well;
}

}  // namespace

TEST_CASE("a stage counts its calls", "[.planted]") { CHECK(count_frames(false) == 64); }

TEST_CASE("a stage counts its calls under a lock", "[.planted]") {
  CHECK(count_frames(true) == 64);
}
