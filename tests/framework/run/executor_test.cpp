// SPDX-License-Identifier: Apache-2.0
// Both executors: the same results, order, failures and limits.
#include <algorithm>

#include "fixture.hpp"
#include "support/catch.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

// number -> a -> (b, c) -> d, with d = b + c: 2 (n + 1) + 10.
void build_diamond(Fixture& f) {
  f.take_number_input();
  const auto add = [](double bias) {
    return std::pair<std::string, pipeline_arg>{"bias", {.real = bias}};
  };
  const uint32_t a = f.graph.add("kinds.add", {input}, {add(1)});
  const uint32_t b = f.graph.add("kinds.add", {HandGraph::node(a)}, {add(4)});
  const uint32_t c = f.graph.add("kinds.alone", {HandGraph::node(a)});
  const uint32_t d = f.graph.add("kinds.add", {HandGraph::node(b), HandGraph::node(c)}, {add(6)});
  f.graph.output(HandGraph::node(d));
}

}  // namespace

TEST_CASE("both executors give the same results in order", "[run]") {
  Fixture f;
  build_diamond(f);
  const Record serial = f.run(false, 200);
  CHECK(std::is_sorted(serial.order.begin(), serial.order.end()));
  CHECK(serial.order.size() == 200);
  CHECK(serial.results[5] == 2 * 6 + 10);
  CHECK(serial.most_alive == 1);
  for (const unsigned in_flight : {1U, 3U, 16U}) {
    const Record flow = f.run(true, 200, in_flight);
    CHECK(flow == serial);
    CHECK(flow.most_alive <= in_flight);
  }
}

TEST_CASE("a run over nothing does nothing", "[run]") {
  Fixture f;
  build_diamond(f);
  CHECK(f.run(false, 0).order.empty());
  CHECK(f.run(true, 0).order.empty());
}

TEST_CASE("one frame that fails fails alone", "[run]") {
  Fixture f;
  f.take_number_input();
  const auto bias = [](double b) {
    return std::pair<std::string, pipeline_arg>{"bias", {.real = b}};
  };
  // The fault stage fails for every number but 0: here for all frames but 3.
  const uint32_t minus3 = f.graph.add("kinds.add", {input}, {bias(-3)});
  const uint32_t fault = f.graph.add("kinds.fault", {HandGraph::node(minus3)});
  const uint32_t sum = f.graph.add("kinds.sum", {HandGraph::node(fault)});
  f.graph.output(HandGraph::node(sum));
  const Record serial = f.run(false, 6);
  const Record flow = f.run(true, 6);
  for (const Record& record : {serial, flow}) {
    CHECK(record.order == std::vector<size_t>{0, 1, 2, 3, 4, 5});
    CHECK(record.failures[3].empty());
    CHECK(record.failures[2] == "n1: no such thing here");
  }
  CHECK(flow.failures == serial.failures);
}

TEST_CASE("of two branches that fail the first in the graph's order is named", "[run]") {
  Fixture f;
  f.take_number_input();
  const auto bias = [](double b) {
    return std::pair<std::string, pipeline_arg>{"bias", {.real = b}};
  };
  const uint32_t start = f.graph.add("kinds.add", {input}, {bias(1)});
  const uint32_t first = f.graph.add("kinds.fault", {HandGraph::node(start)});
  const uint32_t second =
      f.graph.add("kinds.fault", {HandGraph::node(start)}, {{"how", pipeline_arg{.integer = 2}}});
  f.graph.output(HandGraph::node(f.graph.add("kinds.sum", {HandGraph::node(first)})));
  f.graph.output(HandGraph::node(f.graph.add("kinds.sum", {HandGraph::node(second)})));
  for (int i = 0; i < 20; ++i) {
    const Record flow = f.run(true, 8);
    CHECK(flow.failures == std::vector<std::string>(8, "n1: no such thing here"));
  }
}

TEST_CASE("what cannot be read or written fails its frame only", "[run]") {
  Fixture f;
  build_diamond(f);
  f.unreadable = 2;
  f.unwritable = 4;
  for (const bool flow : {false, true}) {
    const Record record = f.run(flow, 6);
    CHECK(record.failures ==
          std::vector<std::string>{"", "", ": unreadable", "", ": unwritable", ""});
  }
}

TEST_CASE("a stop ends the run early and in order", "[run]") {
  Fixture f;
  f.take_number_input();
  const uint32_t minus = f.graph.add("kinds.add", {input}, {{"bias", pipeline_arg{.real = -1e6}}});
  f.graph.output(HandGraph::node(f.graph.add("kinds.wait", {HandGraph::node(minus)})));
  for (const bool flow : {false, true}) {
    f.stop = false;
    f.on_log = [&] { f.stop = true; };  // a stage says that it waits
    const Record record = f.run(flow, 100, 4);
    CHECK(record.order.size() < 100);
    CHECK(std::is_sorted(record.order.begin(), record.order.end()));
    CHECK(std::any_of(record.failures.begin(), record.failures.end(), [](const std::string& text) {
      return text.find("cancelled while waiting") != std::string::npos;
    }));
  }
}

TEST_CASE("a stage that cannot be created is named", "[run]") {
  Fixture f;
  f.take_number_input();
  f.graph.output(
      HandGraph::node(f.graph.add("kinds.fault", {input}, {{"how", pipeline_arg{.integer = 9}}})));
  CHECK_THROWS_WITH(f.run(false, 1), "not in this mood");
}
