// SPDX-License-Identifier: Apache-2.0
// Graphs used as stages.
#include "framework/graph/expand.hpp"

#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

const std::string inner =
    "pipeline: 1\ninputs: { picture: image, mask: image }\nstages:\n"
    "  masked: { uses: filter.mask, in: { image: picture, mask: mask } }\n"
    "  quantize: { uses: quantize.kmeans, in: masked, with: { colors: 4 } }\n"
    "parameters: { colors: quantize.colors }\n"
    "outputs: { labels: quantize.labels, image: quantize.image }\n";

std::string outer(const std::string& stage, const std::string& output = "clean.image") {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n  clean: " + stage +
         "\noutputs: { o: " + output + " }\n";
}

Built build_both(const std::string& stage, const std::string& output = "clean.image",
                 const Overrides& overrides = {}) {
  return build_files({{"g.yaml", outer(stage, output)}, {"parts/inner.yaml", inner}}, overrides);
}

const std::string good_stage =
    "{ uses: parts/inner.yaml, in: { picture: image, mask: image }, with: { colors: 8 } }";

}  // namespace

TEST_CASE("a graph used as a stage becomes its stages") {
  const Built built = build_both(good_stage);
  REQUIRE(built.text().empty());
  std::string names;
  for (const Node& node : built.graph->nodes) names += node.name + " ";
  CHECK(names == "image clean/masked clean/quantize o.write ");
  CHECK(built.graph->inputs.size() == 1);
  CHECK(built.node("clean/masked").inputs[1].index == 0);
  CHECK(built.node("clean/quantize").arguments[0].value.integer == 8);
  CHECK(built.graph->nodes[built.node("o.write").inputs[0].index].name == "clean/quantize");
}

TEST_CASE("inner values: own, then the outer graph's, then --set") {
  const std::string plain = "{ uses: parts/inner.yaml, in: { picture: image, mask: image } }";
  CHECK(build_both(plain).node("clean/quantize").arguments[0].value.integer == 4);
  const auto set = [&](const std::string& key) {
    return build_both(good_stage, "clean.image", {.sets = {{key, "32"}}})
        .node("clean/quantize")
        .arguments[0]
        .value.integer;
  };
  CHECK(set("clean.colors") == 32);
  CHECK(set("clean/quantize.colors") == 32);
  const Built swapped =
      build_both(good_stage, "clean.image", {.swaps = {{"clean/quantize", "acme.quantizer"}}});
  CHECK(swapped.node("clean/quantize").stage->id == std::string("acme.quantizer"));
}

TEST_CASE("a scalar `in` feeds a graph's first input") {
  const Built built = build_files({{"g.yaml", outer("{ uses: one.yaml, in: image }", "clean")},
                                   {"one.yaml",
                                    "pipeline: 1\ninputs: { picture: image }\nstages:\n  c: { "
                                    "uses: image.convert, in: picture }\n"
                                    "outputs: { image: c }\n"}});
  REQUIRE(built.text().empty());
  CHECK(built.graph->nodes[1].name == "clean/c");
}

TEST_CASE("two uses of a graph are two sets of stages, and its mistakes are told once") {
  const std::string twice =
      "pipeline: 1\ninputs: { image: image }\nstages:\n  a: { uses: i.yaml, in: image }\n"
      "  b: { uses: i.yaml, in: a }\noutputs: { o: b }\n";
  const auto part = [](const std::string& id) {
    return "pipeline: 1\ninputs: { x: image }\nstages:\n  c: { uses: " + id +
           ", in: x }\noutputs: { y: c }\n";
  };
  const Built good = build_files({{"g.yaml", twice}, {"i.yaml", part("image.convert")}});
  REQUIRE(good.text().empty());
  CHECK(good.graph->nodes[good.node("b/c").inputs[0].index].name == "a/c");
  const Built bad = build_files({{"g.yaml", twice}, {"i.yaml", part("image.covert")}});
  CHECK(bad.text() == R"(i.yaml:4:14: error: there is no stage 'image.covert'
    c: { uses: image.covert, in: x }
               ^~~~~~~~~~~~
  found: no plugin has it
  fix: did you mean 'image.convert'?
)");
}

TEST_CASE("wrong use of a graph as a stage") {
  CHECK(build_both(
            "{ uses: parts/inner.yaml, in: { pictur: image, mask: image }, with: { colour: 8 } }")
            .text() ==
        R"(g.yaml:4:42: error: stage 'clean' has no input 'pictur'
    clean: { uses: parts/inner.yaml, in: { pictur: image, mask: image }, with: { colour: 8 } }
                                           ^~~~~~
  expected: one of picture, mask
  fix: did you mean 'picture'?
g.yaml:4:80: error: stage 'clean' has no parameter 'colour'
    clean: { uses: parts/inner.yaml, in: { pictur: image, mask: image }, with: { colour: 8 } }
                                                                                 ^~~~~~
  expected: colors
  fix: did you mean 'colors'?
)");
  CHECK(build_both("{ uses: parts/inner.yaml, in: image }").text() ==
        R"(g.yaml:4:36: error: stage 'clean' lacks its input 'mask'
    clean: { uses: parts/inner.yaml, in: image }
                                     ^~
  expected: image
  fix: write in: { picture: image, mask: image }
)");
  CHECK(build_both(good_stage, "clean.lables").text() ==
        R"(g.yaml:5:15: error: stage 'clean' has no output 'lables'
    outputs: { o: clean.lables }
                  ^~~~~~~~~~~~
  expected: one of labels, image
  fix: did you mean 'labels'?
)");
  CHECK_THAT(build_both(good_stage, "clean").text(),
             ContainsSubstring("error: stage 'clean' has several outputs\n"));
  // A value that is wrong in there points at where it is written.
  CHECK(
      build_both(
          "{ uses: parts/inner.yaml, in: { picture: image, mask: image }, with: { colors: 999 } }")
          .text() ==
      R"(g.yaml:4:89: error: bad value for parameter 'colors' of stage 'clean/quantize'
    clean: { uses: parts/inner.yaml, in: { picture: image, mask: image }, with: { colors: 999 } }
                                                                                          ^~~
  expected: an integer from 2 to 256 or auto
  found: '999'
  fix: use 256, the largest
)");
}

TEST_CASE("a wrong type at a graph's edge is told there, once") {
  const Built built = build_files(
      {{"g.yaml",
        "pipeline: 1\ninputs: { image: image }\nstages:\n  q: { uses: quantize.kmeans, in: image "
        "}\n"
        "  c: { uses: i.yaml, in: q.labels }\noutputs: { o: c }\n"},
       {"i.yaml",
        "pipeline: 1\ninputs: { x: image }\nstages:\n  a: { uses: image.convert, in: x }\n"
        "  b: { uses: filter.mask, in: { image: a, mask: x } }\noutputs: { y: b }\n"}});
  CHECK(built.text() == R"(g.yaml:5:26: error: stage 'c' cannot take 'q.labels' as its input 'x'
    c: { uses: i.yaml, in: q.labels }
                           ^~~~~~~~
  expected: image
  found: labels
  fix: take 'q.image', which is image
)");
}

TEST_CASE("formats are followed into a graph") {
  const Built built = build_files(
      {{"g.yaml",
        "pipeline: 1\ninputs: { image: image }\nstages:\n  e: { uses: edges.canny, in: image }\n"
        "  c: { uses: i.yaml, in: e.edges }\noutputs: { o: c }\n"},
       {"i.yaml",
        "pipeline: 1\ninputs: { x: image }\nstages:\n  q: { uses: quantize.kmeans, in: x }\n"
        "outputs: { y: q.image }\n"}});
  CHECK_THAT(
      built.text(),
      ContainsSubstring("i.yaml:4:35: error: stage 'c/q' cannot take 'x' as its input 'image'\n"));
}

TEST_CASE("graphs that cannot be used") {
  CHECK(build_both("{ uses: parts/iner.yaml, in: image }").text() ==
        R"(g.yaml:4:18: error: the graph parts/iner.yaml cannot be read: No such file or directory
    clean: { uses: parts/iner.yaml, in: image }
                   ^~~~~~~~~~~~~~~
  fix: did you mean 'inner.yaml'?
)");
  CHECK_THAT(build_both("{ uses: parts/other.yaml, in: image }").text(),
             ContainsSubstring("  fix: name a graph file, relative to this graph's folder\n"));
  CHECK(build_both("{ uses: /abs/inner.yaml, in: image }").text() ==
        R"(g.yaml:4:18: error: a graph is named relative to the one that uses it
    clean: { uses: /abs/inner.yaml, in: image }
                   ^~~~~~~~~~~~~~~
  found: '/abs/inner.yaml'
  fix: write its path from this graph's folder on
)");
  CHECK_THAT(
      build_files({{"g.yaml", outer("{ uses: i.yml, in: image }")}, {"i.yml", "a: [\n"}}).text(),
      ContainsSubstring("i.yml:"));
}

TEST_CASE("a graph inside itself") {
  CHECK(build_files({{"g.yaml", outer("{ uses: g.yaml, in: image }", "clean")}}).text() ==
        R"(g.yaml:4:18: error: a graph cannot use itself: g.yaml -> g.yaml
    clean: { uses: g.yaml, in: image }
                   ^~~~~~
  fix: use another graph here, or remove this stage
)");
  const std::string through = "pipeline: 1\ninputs: { x: image }\nstages:\n  s: { uses: ";
  const Built built =
      build_files({{"g.yaml", outer("{ uses: sub/a.yaml, in: image }", "clean")},
                   {"sub/a.yaml", through + "b.yaml, in: x }\noutputs: { y: s }\n"},
                   {"sub/b.yaml", through + "../sub/a.yaml, in: x }\noutputs: { y: s }\n"}});
  CHECK(built.text() ==
        R"(sub/b.yaml:4:14: error: a graph cannot use itself: sub/a.yaml -> sub/b.yaml -> sub/a.yaml
    s: { uses: ../sub/a.yaml, in: x }
               ^~~~~~~~~~~~~
  fix: use another graph here, or remove this stage
)");
}

TEST_CASE("a cycle through a graph that only hands on") {
  const Built built =
      build_files({{"g.yaml",
                    "pipeline: 1\ninputs: { image: image }\nstages:\n  a: { uses: id.yaml, in: a "
                    "}\noutputs: { o: a }\n"},
                   {"id.yaml", "pipeline: 1\ninputs: { x: image }\noutputs: { y: x }\n"}});
  CHECK(built.text() == R"(g.yaml:4:27: error: cycle: a -> a
    a: { uses: id.yaml, in: a }
                            ^
  fix: let it take from an input or an earlier stage
)");
  const Built two = build_files(
      {{"g.yaml",
        "pipeline: 1\ninputs: { image: image }\nstages:\n  a: { uses: id.yaml, in: b }\n"
        "  b: { uses: image.convert, in: a }\noutputs: { o: b }\n"},
       {"id.yaml", "pipeline: 1\ninputs: { x: image }\noutputs: { y: x }\n"}});
  CHECK_THAT(two.text(), ContainsSubstring("error: cycle: b -> b\n"));
}
