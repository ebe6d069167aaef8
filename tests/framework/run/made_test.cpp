// SPDX-License-Identifier: Apache-2.0
// Who watches what the steps make sees each value once, and may fail a step.
#include "framework/run/fixture.hpp"

using namespace pipeline;
using namespace pipeline::test;

TEST_CASE("what each step has made is seen before the next one takes it", "[made]") {
  for (const bool flow : {false, true}) {
    Fixture fixture;
    fixture.take_number_input();
    const auto first = fixture.graph.add("kinds.add", {input}, {{"bias", {.real = 10}}});
    const auto second =
        fixture.graph.add("kinds.add", {HandGraph::node(first)}, {{"bias", {.real = 100}}});
    fixture.graph.output(HandGraph::node(second));
    std::mutex mutex;
    std::vector<std::vector<double>> seen(5);
    fixture.on_made = [&](size_t frame, uint32_t step, std::span<const host::Value> outputs,
                          const host::Environment& environment) -> std::optional<run::Failure> {
      const std::lock_guard lock(mutex);
      seen[frame].push_back(*outputs[0].number());
      if (!environment.account) return run::Failure{"", PIPELINE_INTERNAL, "no account"};
      if (frame == 3 && step == 0) return run::Failure{"", PIPELINE_IO, "the disk is full"};
      return std::nullopt;
    };
    const Record record = fixture.run(flow, 5);
    CHECK(record.failures == std::vector<std::string>{"", "", "", ": the disk is full", ""});
    for (size_t frame = 0; frame < seen.size(); ++frame) {
      const double n = static_cast<double>(frame);
      if (frame == 3) {
        CHECK(seen[frame] == std::vector<double>{13});
      } else {
        CHECK(seen[frame] == std::vector<double>{n + 10, n + 110});
      }
    }
  }
}
