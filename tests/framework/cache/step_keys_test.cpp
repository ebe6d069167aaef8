// SPDX-License-Identifier: Apache-2.0
#include "framework/cache/step_keys.hpp"

#include "support/catch.hpp"
#include "support/hand_graph.hpp"

using namespace pipeline;
using namespace pipeline::cache;
using namespace pipeline::test;

namespace {

pipeline_arg integer(int64_t value) {
  pipeline_arg argument{};
  argument.integer = value;
  return argument;
}

struct Fixture {
  host::Memory memory;
  host::Environment environment{.memory = &memory};
  host::Registry registry{{TEST_OWN_PLUGINS}, {}, environment};

  // Two stages in a row, with a bias each.
  std::vector<std::optional<Key>> keys(int first, int second, std::string_view input) {
    HandGraph graph(registry);
    const_cast<graph::Graph&>(graph.graph()).inputs.push_back({"number", std::nullopt});
    const graph::Wire in{graph::Wire::From::input, 0, 0};
    const uint32_t a = graph.add("kinds.add", {in}, {{"bias", integer(first)}});
    graph.add("kinds.add", {HandGraph::node(a)}, {{"bias", integer(second)}});
    const Key key = key_of(input);
    return StepKeys(graph.graph(), registry).of({&key, 1});
  }
};

}  // namespace

TEST_CASE("equal stages, values and inputs have equal keys", "[cache]") {
  Fixture f;
  const auto keys = f.keys(1, 2, "abc");
  REQUIRE(keys.size() == 2);
  REQUIRE(keys[0]);
  REQUIRE(keys[1]);
  CHECK(keys == f.keys(1, 2, "abc"));
  CHECK(*keys[0] != *keys[1]);
}

TEST_CASE("a value changes the key of its step and of all after it", "[cache]") {
  Fixture f;
  const auto keys = f.keys(1, 2, "abc"), last = f.keys(1, 3, "abc"), first = f.keys(4, 2, "abc");
  CHECK(keys[0] == last[0]);
  CHECK(keys[1] != last[1]);
  CHECK(keys[0] != first[0]);
  CHECK(keys[1] != first[1]);
}

TEST_CASE("what a step depends on is known in words", "[cache]") {
  Fixture f;
  HandGraph graph(f.registry);
  graph.add("kinds.number", {}, {{"value", {.real = 0.1}}});
  graph.add("kinds.add", {HandGraph::node(0)}, {{"bias", {.real = 16}}});
  const auto facts = facts_of(graph.graph(), f.registry);
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].stage == "kinds.number");
  CHECK(facts[0].pure);
  CHECK(facts[0].parameters == std::vector<Fact>{{"value", "0.1"}});
  CHECK(facts[1].parameters == std::vector<Fact>{{"bias", "16"}});
  CHECK(facts[1].inputs == std::vector<Fact>{{"a", "n0.number"}, {"b", ""}});
  REQUIRE(facts[0].code.size() == 2);
  CHECK(facts[0].code[0].name == "kinds.so");
  CHECK(facts[0].code[1].name == "a library that kinds.so links");
}

TEST_CASE("another input changes all keys", "[cache]") {
  Fixture f;
  const auto keys = f.keys(1, 2, "abc"), other = f.keys(1, 2, "abd");
  CHECK(keys[0] != other[0]);
  CHECK(keys[1] != other[1]);
}
