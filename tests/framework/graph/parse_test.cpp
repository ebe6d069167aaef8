// SPDX-License-Identifier: Apache-2.0
// The shape of a graph file.
#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

TEST_CASE("unknown keys, at every level, with the word that was meant") {
  CHECK(problems("stges: {}\noutputs: { o: image }\n") ==
        R"(g.yaml:3:1: error: a graph has no key 'stges'
    stges: {}
    ^~~~~
  expected: one of pipeline, name, inputs, stages, parameters, outputs, metrics, compare
  fix: did you mean 'stages'?
)");
  CHECK(build_text(
            "pipeline: 1\ninputs:\n  a: { typ: image }\noutputs: { o: { frm: a, path: x.png } }\n")
            .text() ==
        R"(g.yaml:3:3: error: input 'a' has no type
    a: { typ: image }
    ^
  expected: a type such as 'image', or { type: image, default: FILE }
  fix: add type: image
g.yaml:3:8: error: an input has no key 'typ'
    a: { typ: image }
         ^~~
  expected: one of type, default, format, read, with
  fix: did you mean 'type'?
g.yaml:4:12: error: output 'o' does not say what it is
    outputs: { o: { frm: a, path: x.png } }
               ^
  expected: from: STAGE or STAGE.PORT
  fix: add from: STAGE
g.yaml:4:17: error: an output has no key 'frm'
    outputs: { o: { frm: a, path: x.png } }
                    ^~~
  expected: one of from, path, write, with
  fix: did you mean 'from'?
)");
  CHECK(problems("stages:\n  e: { use: edges.canny, in: image }\noutputs: { o: image }\n") ==
        R"(g.yaml:4:3: error: stage 'e' does not say what it uses
    e: { use: edges.canny, in: image }
    ^
  expected: uses: a stage id such as edges.canny, or a graph file
  fix: add uses: STAGE_ID
g.yaml:4:8: error: a stage has no key 'use'
    e: { use: edges.canny, in: image }
         ^~~
  expected: one of uses, in, with
  fix: did you mean 'uses'?
)");
  // margin belongs to metrics only.
  CHECK_THAT(
      problems("stages:\n  e: { uses: image.convert, in: image, margin: 1 }\noutputs: { o: e }\n"),
      ContainsSubstring("error: a stage has no key 'margin'\n"));
}

TEST_CASE("the grammar's version") {
  CHECK(build_text("inputs: { image: image }\noutputs: { o: image }\n").text() ==
        R"(g.yaml:1:1: error: the graph does not say for which grammar it is written
    inputs: { image: image }
    ^
  fix: start with `pipeline: 1`
)");
  CHECK(build_text("pipeline: 2\ninputs: { image: image }\noutputs: { o: image }\n").text() ==
        R"(g.yaml:1:11: error: this grammar is not known here
    pipeline: 2
              ^
  expected: pipeline: 1
  found: '2'
  fix: write pipeline: 1
)");
}

TEST_CASE("names") {
  CHECK(
      problems("stages:\n  Edges-1: { uses: image.convert, in: image }\noutputs: { o: image }\n") ==
      R"(g.yaml:4:3: error: 'Edges-1' is no name for a stage
    Edges-1: { uses: image.convert, in: image }
    ^~~~~~~
  expected: lower-case letters, digits and '_', a letter first
  fix: write 'edges_1'
)");
  CHECK(problems("stages:\n  image: { uses: image.convert, in: image }\noutputs: { o: image }\n") ==
        R"(g.yaml:4:3: error: the name 'image' is taken
    image: { uses: image.convert, in: image }
    ^~~~~
  expected: inputs, stages and metrics share one set of names
  fix: rename one of the two, such as to 'image_2'
g.yaml:2:11: note: here
    inputs: { image: image }
              ^~~~~
)");
  CHECK(problems("outputs:\n  o: a.b.c\n") == R"(g.yaml:4:6: error: 'a.b.c' names nothing
    o: a.b.c
       ^~~~~
  expected: a name such as 'quantize', or 'quantize.labels'
  fix: write 'a.b'
)");
}

TEST_CASE("values of the wrong kind") {
  CHECK(problems("stages: [a]\noutputs: { o: image }\n") ==
        R"(g.yaml:3:9: error: 'stages' has a value of the wrong kind
    stages: [a]
            ^
  expected: a map of stages by name
  found: a list
  fix: write stages: { NAME: { uses: STAGE_ID, in: NAME } }
)");
  CHECK(problems("stages:\n  e: edges.canny\noutputs: { o: image }\n") ==
        R"(g.yaml:4:6: error: stage 'e' is no stage
    e: edges.canny
       ^~~~~~~~~~~
  expected: a map such as { uses: edges.canny, in: image }
  found: 'edges.canny'
  fix: write e: { uses: edges.canny, in: NAME }
)");
  CHECK(
      problems(
          "stages:\n  e: { uses: image.convert, in: [image], with: 5 }\noutputs: { o: image }\n") ==
      R"(g.yaml:4:33: error: 'in' has a value of the wrong kind
    e: { uses: image.convert, in: [image], with: 5 }
                                  ^
  expected: an input or a stage, or a map such as { image: NAME }
  found: a list
  fix: write in: image
g.yaml:4:48: error: 'with' has a value of the wrong kind
    e: { uses: image.convert, in: [image], with: 5 }
                                                 ^
  expected: a map such as { colors: 16 }
  found: '5'
  fix: write with: { PARAMETER: VALUE }
)");
  CHECK(problems("stages:\n  e: { uses: image.convert, in: }\noutputs: { o: e }\n") ==
        R"(g.yaml:4:29: error: 'in' has a value of the wrong kind
    e: { uses: image.convert, in: }
                              ^~
  expected: an input or a stage, or a map such as { image: NAME }
  found: nothing
  fix: write one after 'in:', or remove it
)");
  CHECK(problems("parameters: { colors: quantize }\noutputs: { o: image }\n") ==
        R"(g.yaml:3:23: error: 'quantize' names no parameter
    parameters: { colors: quantize }
                          ^~~~~~~~
  expected: STAGE.PARAMETER
  fix: write quantize.PARAMETER
)");
}

TEST_CASE("a graph without outputs") {
  const std::string fix =
      "  expected: at least one\n  fix: add `outputs: { NAME: STAGE }`, or STAGE.PORT\n";
  CHECK(problems("") ==
        "g.yaml:1:1: error: the graph has no outputs\n    pipeline: 1\n    ^\n" + fix);
  CHECK(problems("outputs:\n") ==
        "g.yaml:3:1: error: the graph has no outputs\n    outputs:\n    ^~~~~~~\n" + fix);
  CHECK(problems("outputs: {}\n") ==
        "g.yaml:3:1: error: the graph has no outputs\n    outputs: {}\n    ^~~~~~~\n" + fix);
}

TEST_CASE("anchors and merges work in graphs, and a wrong value tells both places") {
  const std::string lines =
      "stages:\n  a: { uses: quantize.kmeans, in: image, with: &w { colors: 16, seed: 3 } }\n"
      "  b: { uses: quantize.kmeans, in: image, with: { <<: *w, colors: 8 } }\n";
  const Built built = build_text("pipeline: 1\ninputs: { image: image }\n" + lines +
                                 "outputs: { a: a.image, b: b.image }\n");
  REQUIRE(built.graph);
  CHECK(built.node("b").arguments[0].value.integer == 8);
  CHECK(built.node("b").arguments[1].value.integer == 3);
  CHECK(problems(
            "stages:\n  a: { uses: image.convert, in: image, with: &w { sead: 3 } }\n"
            "  b: { uses: quantize.kmeans, in: a, with: { <<: *w } }\noutputs: { o: b.image }\n") ==
        R"(g.yaml:4:51: error: stage 'a' has no parameter 'sead'
    a: { uses: image.convert, in: image, with: &w { sead: 3 } }
                                                    ^~~~
  expected: one of samples, channels, colour, alpha
  fix: write one of these
g.yaml:4:51: error: stage 'b' has no parameter 'sead'
    a: { uses: image.convert, in: image, with: &w { sead: 3 } }
                                                    ^~~~
  expected: one of colors, seed
  fix: did you mean 'seed'?
g.yaml:5:50: note: it comes in by this alias
    b: { uses: quantize.kmeans, in: a, with: { <<: *w } }
                                                   ^~
)");
}
