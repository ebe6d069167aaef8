// SPDX-License-Identifier: Apache-2.0
// Cycles, order, and what is needed.
#include "framework/graph/order.hpp"

#include <algorithm>

#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

std::string names(const Built& built) {
  std::string text;
  for (const Node& node : built.graph.value().nodes) text += (text.empty() ? "" : " ") + node.name;
  return text;
}

}  // namespace

TEST_CASE("a cycle is named, and each of its wires shown") {
  CHECK(
      problems("stages:\n  c: { uses: image.convert, in: b }\n  a: { uses: image.convert, in: c }\n"
               "  b: { uses: image.convert, in: a }\noutputs: { o: c }\n") ==
      R"(g.yaml:5:33: error: cycle: c -> a -> b -> c
    a: { uses: image.convert, in: c }
                                  ^
  fix: let one of them take from an input or an earlier stage
g.yaml:6:33: note: 'b' takes this
    b: { uses: image.convert, in: a }
                                  ^
g.yaml:4:33: note: 'c' takes this
    c: { uses: image.convert, in: b }
                                  ^
)");
  CHECK(problems("stages:\n  a: { uses: image.convert, in: a }\noutputs: { o: a }\n") ==
        R"(g.yaml:4:33: error: cycle: a -> a
    a: { uses: image.convert, in: a }
                                  ^
  fix: let one of them take from an input or an earlier stage
)");
}

TEST_CASE("two cycles are two errors, and a long way round is not taken") {
  const std::string text = problems(
      "stages:\n  a: { uses: filter.mask, in: { image: b, mask: d } }\n  b: { uses: image.convert, "
      "in: a }\n"
      "  c: { uses: image.convert, in: b }\n  d: { uses: image.convert, in: c }\n"
      "  x: { uses: image.convert, in: y }\n  y: { uses: image.convert, in: x }\noutputs: { o: a "
      "}\n");
  CHECK_THAT(text, ContainsSubstring("error: cycle: a -> b -> a\n"));
  CHECK_THAT(text, ContainsSubstring("error: cycle: x -> y -> x\n"));
  CHECK(text.find(" -> c") == std::string::npos);
}

TEST_CASE("each node comes after all it takes from, else as in the file") {
  const Built built = build_text(
      "pipeline: 1\ninputs: { b_in: image, a_in: image }\nstages:\n"
      "  last: { uses: filter.mask, in: { image: two, mask: one } }\n"
      "  two: { uses: image.convert, in: a_in }\n  one: { uses: image.convert, in: b_in }\n"
      "  free: { uses: acme.noise }\noutputs: { o: last, f: free }\n");
  REQUIRE(built.text().empty());
  CHECK(names(built) == "b_in a_in two one last free o.write f.write");
  for (uint32_t i = 0; i < built.graph->nodes.size(); ++i) {
    for (const Wire& wire : built.graph->nodes[i].inputs) {
      if (wire.from == Wire::From::node) CHECK(wire.index < i);
    }
  }
  const Node& last = built.node("last");
  CHECK(built.graph->nodes[last.inputs[0].index].name == "two");
  CHECK(built.graph->nodes[last.inputs[1].index].name == "one");
}

TEST_CASE("what no output needs is kept, marked and warned of") {
  const Built built = build_text(
      "pipeline: 1\ninputs: { image: image, other: image }\nstages:\n"
      "  c: { uses: image.convert, in: image }\n  d: { uses: image.convert, in: other }\noutputs: "
      "{ o: c }\n");
  REQUIRE(built.graph);
  CHECK(built.node("c").needed);
  CHECK_FALSE(built.node("d").needed);
  CHECK_FALSE(built.node("other").needed);
  CHECK(built.text() == R"(g.yaml:2:25: warning: input 'other' is not needed by any output
    inputs: { image: image, other: image }
                            ^~~~~
  fix: use what it delivers, or remove it
g.yaml:5:3: warning: stage 'd' is not needed by any output
    d: { uses: image.convert, in: other }
    ^
  fix: use what it delivers, or remove it
)");
}

TEST_CASE("there are no warnings about needs beside errors") {
  const std::string text =
      problems("stages:\n  c: { uses: image.convert, in: image }\noutputs: { o: d }\n");
  CHECK(text.find("warning") == std::string::npos);
}
