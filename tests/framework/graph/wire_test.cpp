// SPDX-License-Identifier: Apache-2.0
// Who takes what from whom.
#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

TEST_CASE("an unknown stage: why, and which was meant; nothing else about it") {
  CHECK(problems("stages:\n  e: { uses: edges.cany, in: { picture: image }, with: { x: 1 } }\n"
                 "outputs: { o: e.edges }\n") ==
        R"(g.yaml:4:14: error: there is no stage 'edges.cany'
    e: { uses: edges.cany, in: { picture: image }, with: { x: 1 } }
               ^~~~~~~~~~
  found: no plugin has it
  fix: did you mean 'edges.canny'?
)");
}

TEST_CASE("known ids are listed once, and only after a miss") {
  const Built good = build_text("pipeline: 1\ninputs: { image: image }\noutputs: { o: image }\n");
  CHECK(good.stages.lists == 0);
  const Built bad = build_text(
      "pipeline: 1\ninputs: { image: image }\nstages:\n  a: { uses: x.y, in: image }\n"
      "  b: { uses: x.z, in: image }\noutputs: { o: image }\n");
  CHECK(bad.stages.lists == 1);
}

TEST_CASE("unknown names") {
  CHECK(problems("stages:\n  e: { uses: image.convert, in: imag }\noutputs: { o: f }\n") ==
        R"(g.yaml:4:33: error: there is no input or stage 'imag'
    e: { uses: image.convert, in: imag }
                                  ^~~~
  expected: one of image, e
  fix: did you mean 'image'?
g.yaml:5:15: error: there is no input or stage 'f'
    outputs: { o: f }
                  ^
  expected: one of image, e
  fix: did you mean 'e'?
)");
  CHECK(problems("stages:\n  q: { uses: quantize.kmeans, in: image }\noutputs: { o: q.imago }\n") ==
        R"(g.yaml:5:15: error: stage 'q' has no output 'imago'
    outputs: { o: q.imago }
                  ^~~~~~~
  expected: one of labels, image
  fix: did you mean 'image'?
)");
  CHECK(problems("outputs: { o: image.image }\n") ==
        R"(g.yaml:3:15: error: input 'image' has no outputs to choose
    outputs: { o: image.image }
                  ^~~~~~~~~~~
  fix: write 'image'
)");
  CHECK(problems("stages:\n  s: { uses: acme.sink, in: image }\noutputs: { o: s }\n") ==
        R"(g.yaml:5:15: error: stage 's' has no outputs
    outputs: { o: s }
                  ^
  fix: take from another stage
)");
}

TEST_CASE("a stage with several outputs needs the port") {
  CHECK(
      problems(
          "stages:\n  q: { uses: quantize.kmeans, in: image }\n  e: { uses: edges.canny, in: q }\n"
          "outputs: { o: e }\n") == R"(g.yaml:5:31: error: stage 'q' has several outputs
    e: { uses: edges.canny, in: q }
                                ^
  expected: one of q.labels, q.image
  fix: write 'q.image'
g.yaml:6:15: error: stage 'e' has several outputs
    outputs: { o: e }
                  ^
  expected: one of e.strength, e.edges
  fix: write one of these
)");
}

TEST_CASE("unknown and missing inputs") {
  CHECK(problems("stages:\n  m: { uses: filter.mask, in: { image: image, maks: image } }\noutputs: "
                 "{ o: m }\n") ==
        R"(g.yaml:4:47: error: stage 'm' has no input 'maks'
    m: { uses: filter.mask, in: { image: image, maks: image } }
                                                ^~~~
  expected: one of image, mask
  fix: did you mean 'mask'?
)");
  CHECK(problems("stages:\n  m: { uses: filter.mask, in: image }\noutputs: { o: m }\n") ==
        R"(g.yaml:4:27: error: stage 'm' lacks its input 'mask'
    m: { uses: filter.mask, in: image }
                            ^~
  expected: image
  fix: write in: { image: image, mask: image }
)");
  CHECK(problems("stages:\n  q: { uses: quantize.kmeans, in: image }\n  p: { uses: paths.trace }\n"
                 "  svg: { uses: svg.document, in: p }\noutputs: { o: svg }\n") ==
        R"(g.yaml:5:3: error: stage 'p' lacks its input 'labels'
    p: { uses: paths.trace }
    ^
  expected: labels
  fix: add in: { labels: q.labels }
)");
  CHECK(problems("stages:\n  n: { uses: acme.noise, in: image }\noutputs: { o: n }\n") ==
        R"(g.yaml:4:30: error: stage 'n' takes no input
    n: { uses: acme.noise, in: image }
                               ^~~~~
  fix: remove its `in`
)");
  CHECK_THAT(
      problems(
          "stages:\n  m: { uses: filter.mask, in: { image: image, mask: image, image: image } }\n"
          "outputs: { o: m }\n"),
      ContainsSubstring("error: 'image' stands twice in this map\n"));
}

TEST_CASE("optional inputs may be left out") {
  const Built built = build_text(
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  q: { uses: quantize.kmeans, in: image }\n  p: { uses: paths.trace, in: q.labels }\n"
      "  svg: { uses: svg.document, in: p }\noutputs: { o: svg }\n");
  REQUIRE(built.graph);
  const auto& inputs = built.node("p").inputs;
  CHECK(inputs[0].from == Wire::From::node);
  CHECK(inputs[1].from == Wire::From::nothing);
  CHECK(inputs[2].from == Wire::From::nothing);
}

TEST_CASE("types that differ, with an output that would do, and no talk of converting") {
  CHECK(problems("stages:\n  q: { uses: quantize.kmeans, in: image }\n  e: { uses: edges.canny, "
                 "in: q.labels }\n"
                 "  p: { uses: paths.trace, in: { labels: image } }\n  svg: { uses: svg.document, "
                 "in: q.image }\n"
                 "outputs: { o: svg, e: e.edges }\n") ==
        R"(g.yaml:5:31: error: stage 'e' cannot take 'q.labels' as its input 'image'
    e: { uses: edges.canny, in: q.labels }
                                ^~~~~~~~
  expected: image
  found: labels
  fix: take 'q.image', which is image
g.yaml:6:41: error: stage 'p' cannot take 'image' as its input 'labels'
    p: { uses: paths.trace, in: { labels: image } }
                                          ^~~~~
  expected: labels
  found: image
  fix: take 'q.labels', which is labels
g.yaml:7:34: error: stage 'svg' cannot take 'q.image' as its input 'paths'
    svg: { uses: svg.document, in: q.image }
                                   ^~~~~~~
  expected: paths
  found: image
  fix: take 'p', which is paths
)");
  CHECK_THAT(problems("stages:\n  svg: { uses: svg.document, in: image }\noutputs: { o: svg }\n"),
             ContainsSubstring("  fix: put a stage between that makes paths of image\n"));
}

TEST_CASE("a deprecated stage is a warning") {
  CHECK(problems("stages:\n  o: { uses: filter.old, in: image }\noutputs: { o: o }\n") ==
        R"(g.yaml:4:14: warning: the stage 'filter.old' is deprecated
    o: { uses: filter.old, in: image }
               ^~~~~~~~~~
  found: use filter.blur
  fix: see `pipeline describe filter.old`
GOOD
)");
}
