// SPDX-License-Identifier: Apache-2.0
// Inputs, outputs and metrics: the edges of a graph.
#include "framework/graph/outputs.hpp"

#include "fake_stages.hpp"
#include "framework/graph/output_path.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

const std::string vector_lines =
    "stages:\n  q: { uses: quantize.kmeans, in: image }\n  p: { uses: paths.trace, in: q.labels }\n"
    "  svg: { uses: svg.document, in: p }\n";

Built build_lines(const std::string& lines, const Overrides& overrides = {}) {
  return build_text("pipeline: 1\ninputs: { image: image }\n" + lines, overrides);
}

}  // namespace

TEST_CASE("an image input gets a reader that is named as the input") {
  const Built built = build_files({{"g.yaml",
                                    "pipeline: 1\nname: try\ninputs:\n  a: image\n  b: { type: "
                                    "image, format: any, default: x/b.png }\n"
                                    "  c: { type: image, read: acme.raw }\n  d: bytes\nstages:\n  "
                                    "r: { uses: svg.rasterize, in: d }\n"
                                    "outputs: { a: a, b: b, c: c, r: r }\n"},
                                   {"x/b.png", ""}});
  REQUIRE(built.text().empty());
  const Graph& graph = *built.graph;
  CHECK(graph.name == "try");
  REQUIRE(graph.inputs.size() == 4);
  CHECK(graph.inputs[0].name == "a");
  CHECK_FALSE(graph.inputs[0].preset);
  CHECK(graph.inputs[1].preset == std::filesystem::current_path() / "x/b.png");
  CHECK(built.node("a").stage->id == std::string("io.read"));
  CHECK(built.node("a").inputs[0].from == Wire::From::input);
  CHECK(built.node("a").inputs[0].index == 0);
  CHECK(built.node("a").arguments[0].value.integer == 0);  // srgb8
  CHECK(built.node("b").arguments[0].value.integer == 1);  // any
  CHECK(built.node("c").stage->id == std::string("acme.raw"));
  CHECK(built.node("r").inputs[0].from == Wire::From::input);
  CHECK(built.node("r").inputs[0].index == 3);
}

TEST_CASE("inputs that cannot be read") {
  const auto with_input = [](const std::string& input) {
    return build_text("pipeline: 1\ninputs:\n  a: " + input + "\noutputs: { o: a }\n").text();
  };
  CHECK(with_input("labels") == R"(g.yaml:3:6: error: input 'a' needs a stage that reads labels
    a: labels
       ^~~~~~
  expected: image or bytes, or a reader
  fix: name one with read: STAGE_ID
)");
  CHECK(with_input("imge") == R"(g.yaml:3:6: error: there is no type 'imge'
    a: imge
       ^~~~
  expected: one of image, labels, paths, bytes, number
  fix: did you mean 'image'?
)");
  CHECK(with_input("{ type: acme.depth/1, read: acme.raw }") ==
        R"(g.yaml:3:34: error: 'acme.raw' does not read acme.depth/1
    a: { type: acme.depth/1, read: acme.raw }
                                   ^~~~~~~~
  expected: a stage that takes bytes first and delivers acme.depth/1
  fix: name one that does with read: STAGE_ID
)");
  CHECK(with_input("{ type: image, format: srgb16 }") ==
        R"(g.yaml:3:29: error: bad value for parameter 'format' of input 'a'
    a: { type: image, format: srgb16 }
                              ^~~~~~
  expected: one of srgb8, any
  found: 'srgb16'
  fix: did you mean 'srgb8'?
)");
  CHECK(with_input("{ type: image, read: acme.raw, format: any }") ==
        R"(g.yaml:3:45: error: 'acme.raw' has no choice of formats
    a: { type: image, read: acme.raw, format: any }
                                              ^~~
  fix: remove this
)");
  CHECK(with_input("{ type: bytes, with: { max_pixels: 5 } }") ==
        R"(g.yaml:3:29: error: input 'a' is fed as it is: there is no reader to set
    a: { type: bytes, with: { max_pixels: 5 } }
                              ^~~~~~~~~~
  fix: name a reader with read: STAGE_ID, or remove this
)");
  CHECK(with_input("{ type: image, with: { max_pixel: 5 } }") ==
        R"(g.yaml:3:29: error: input 'a' has no parameter 'max_pixel'
    a: { type: image, with: { max_pixel: 5 } }
                              ^~~~~~~~~
  expected: one of format, max_pixels
  fix: did you mean 'max_pixels'?
)");
  CHECK_THAT(with_input("{ type: image, default: none.png }"),
             ContainsSubstring("g.yaml:3:30: warning: there is no file /"));
}

TEST_CASE("a graph without inputs is legal") {
  const Built built =
      build_text("pipeline: 1\nstages:\n  n: { uses: acme.noise }\noutputs: { o: n }\n");
  REQUIRE(built.graph);
  CHECK(built.graph->inputs.empty());
  CHECK(built.graph->name == "g");
}

TEST_CASE("paths that are not given follow from the type") {
  const Built built =
      build_lines(vector_lines +
                  "  m: { uses: metric.ssim, in: { reference: image, test: q.image } }\n"
                  "  w: { uses: acme.labels_writer, in: q.labels }\n"
                  "outputs: { svg: svg, picture: q.image, score: m, raw: w }\n");
  REQUIRE(built.text().empty());
  const auto& outputs = built.graph->outputs;
  CHECK(outputs[0].path == "{stem}-{output}.svg");
  CHECK(outputs[1].path == "{stem}-{output}.png");
  CHECK(outputs[2].path == "{stem}-{output}.txt");
  CHECK(outputs[3].path == "{stem}-{output}.bin");
  CHECK(built.graph->nodes[outputs[0].from.index].name == "svg");
  CHECK(built.graph->nodes[outputs[1].from.index].name == "picture.write");
}

TEST_CASE("a writer's format follows the extension") {
  const auto format = [](const std::string& output, const Overrides& overrides = {}) {
    return build_lines("outputs: { o: " + output + " }\n", overrides)
        .node("o.write")
        .arguments[0]
        .value.integer;
  };
  CHECK(format("{ from: image, path: x.png }") == 0);
  CHECK(format("{ from: image, path: x.JPG }") == 1);
  CHECK(format("{ from: image, path: '{stem}.jpeg' }") == 2);
  CHECK(format("{ from: image, path: x.dat, with: { format: jpg } }") == 1);
  CHECK(format("{ from: image, path: x.png }", {.outputs = {{"", "/abs/../y.jpg"}}}) == 1);
  CHECK(format("{ from: image, path: x.jpg }", {.outputs = {{"o", "-"}}}) == 0);
  CHECK(problems("outputs: { o: { from: image, path: x.jgp } }\n") ==
        R"(g.yaml:3:36: error: 'io.write' cannot write .jgp files
    outputs: { o: { from: image, path: x.jgp } }
                                       ^~~~~
  expected: one of png, jpg, jpeg
  fix: did you mean 'jpg'?
)");
  CHECK_THAT(problems("outputs: { o: { from: image, path: '{stem}' } }\n"),
             ContainsSubstring("error: 'io.write' cannot write a file without an extension\n"));
  CHECK(problems("outputs: { o: image }\n", {.outputs = {{"", "x.svg"}}}) ==
        R"(-o x.svg: error: 'io.write' cannot write .svg files
  expected: one of png, jpg, jpeg
  fix: write 'x.png'
)");
}

TEST_CASE("what cannot be written") {
  CHECK(problems(vector_lines + "outputs: { l: q.labels, p: p, s: svg }\n") ==
        R"(g.yaml:7:15: error: 'io.write' cannot write output 'l', which is labels
    outputs: { l: q.labels, p: p, s: svg }
                  ^~~~~~~~
  expected: a stage that takes labels and delivers bytes
  fix: put out the image that belongs to them, or name a stage that does with write: STAGE_ID
g.yaml:7:28: error: 'io.write' cannot write output 'p', which is paths
    outputs: { l: q.labels, p: p, s: svg }
                               ^
  expected: a stage that takes paths and delivers bytes
  fix: add a stage { uses: svg.document, in: p } and put that out
)");
  CHECK(build_lines(vector_lines +
                    "outputs: { l: { from: q.labels, write: acme.labels_writer }, s: svg }\n")
            .graph);
  CHECK_THAT(
      problems("outputs: { o: { from: image, write: acme.labels_writer } }\n"),
      ContainsSubstring("error: 'acme.labels_writer' cannot write output 'o', which is image\n"));
  CHECK_THAT(problems("outputs: { o: { from: image, with: { qualty: 1 } } }\n"),
             ContainsSubstring("error: the writer of output 'o' has no parameter 'qualty'\n"
                               "    outputs: { o: { from: image, with: { qualty: 1 } } }\n"));
  CHECK_THAT(problems(vector_lines + "outputs: { s: { from: svg, with: { quality: 1 } } }\n"),
             ContainsSubstring(
                 "error: output 's' is bytes and written as it is: there is no writer to set\n"));
}

TEST_CASE("paths of outputs stay in the current folder") {
  const auto path = [](const std::string& text) {
    return problems(vector_lines + "outputs: { s: { from: svg, path: " + text + " } }\n");
  };
  CHECK(path("../x.svg") == R"(g.yaml:7:34: error: an output of a graph stays in the current folder
    outputs: { s: { from: svg, path: ../x.svg } }
                                     ^~~~~~~~
  expected: a relative path without '..'
  found: '../x.svg'
  fix: only -o on the command line goes elsewhere
)");
  CHECK_THAT(path("/etc/x.svg"), ContainsSubstring("stays in the current folder"));
  CHECK_THAT(path("a/../../x.svg"), ContainsSubstring("stays in the current folder"));
  CHECK(path("a..b/x.svg") == "GOOD\n");
  CHECK(path("'-'") == "GOOD\n");
  CHECK_THAT(path("out/"), ContainsSubstring("error: the path 'out/' names no file\n"));
  CHECK(path("\"{stm}.svg\"") == R"(g.yaml:7:34: error: there is no placeholder '{stm}'
    outputs: { s: { from: svg, path: "{stm}.svg" } }
                                     ^~~~~~~~~~~
  expected: one of stem, name, index, output
  fix: did you mean 'stem'?
)");
  CHECK_THAT(path("\"{stem.svg\""),
             ContainsSubstring("error: a placeholder in the path is not closed\n"));
  CHECK(path("\"{name}-{index}-{output}.svg\"") == "GOOD\n");
  CHECK(path("x.png") == R"(g.yaml:7:34: warning: this output is image/svg+xml
    outputs: { s: { from: svg, path: x.png } }
                                     ^~~~~
  expected: a path that ends in .svg
  found: .png
  fix: write 'x.svg'
GOOD
)");
}

TEST_CASE("two outputs on one path") {
  CHECK(problems(
            "outputs:\n  a: { from: image, path: x.png }\n  b: { from: image, path: x.png }\n") ==
        R"(g.yaml:5:27: error: two outputs have the path 'x.png'
    b: { from: image, path: x.png }
                            ^~~~~
  fix: put {output} into it
g.yaml:4:27: note: the other
    a: { from: image, path: x.png }
                            ^~~~~
)");
}

TEST_CASE("metrics are looked at only when they are asked for") {
  const std::string lines =
      vector_lines +
      "outputs: { svg: svg }\nmetrics:\n  raster: { uses: svg.rasterize, in: svg }\n"
      "  ssim: { uses: metric.ssim, in: { reference: image, test: raster }, margin: 0.005 }\n";
  const Built without = build_lines(lines);
  REQUIRE(without.text().empty());
  CHECK(without.graph->metrics.empty());
  CHECK(without.stages.asked.count("metric.ssim") == 0);
  const Built with = build_lines(lines, {.metrics = true});
  REQUIRE(with.text().empty());
  REQUIRE(with.graph->metrics.size() == 1);
  CHECK(with.graph->metrics[0].name == "ssim");
  CHECK(with.graph->metrics[0].margin == 0.005);
  CHECK(with.graph->nodes[with.graph->metrics[0].from.index].name == "ssim");
  CHECK(with.node("raster").needed);
}

TEST_CASE("stages that only a metric needs are no waste") {
  const std::string lines =
      "stages:\n  c: { uses: image.convert, in: image }\noutputs: { o: image }\nmetrics:\n"
      "  ssim: { uses: metric.ssim, in: { reference: image, test: c } }\n";
  const Built without = build_lines(lines);
  CHECK(without.text().empty());
  CHECK_FALSE(without.node("c").needed);
  CHECK(build_lines(lines, {.metrics = true}).node("c").needed);
}

TEST_CASE("wrong metrics") {
  const Overrides metrics{.metrics = true};
  CHECK(problems("outputs: { o: ssim }\nmetrics:\n  ssim: { uses: metric.ssim, in: { reference: "
                 "image, test: image } }\n",
                 metrics) == R"(g.yaml:3:15: error: 'ssim' is a metric: only metrics take from it
    outputs: { o: ssim }
                  ^~~~
  fix: move it to `stages`
)");
  CHECK(problems(
            "outputs: { o: image }\nmetrics:\n  c: { uses: image.convert, in: image, margin: 1 }\n"
            "  s: { uses: metric.ssim, in: { reference: c, test: image }, margin: -1 }\n",
            metrics) == R"(g.yaml:5:48: error: only a number has a margin, and 'c' is none
    c: { uses: image.convert, in: image, margin: 1 }
                                                 ^
  fix: remove it
g.yaml:6:70: error: bad margin
    s: { uses: metric.ssim, in: { reference: c, test: image }, margin: -1 }
                                                                       ^~
  expected: a number that is not negative
  found: '-1'
  fix: write a number such as 0.01
)");
  CHECK_THAT(problems("outputs: { o: image }\nmetrics:\n  c: { uses: image.convert, in: image }\n",
                      metrics),
             ContainsSubstring("warning: metric 'c' is not needed by any output\n"));
}

TEST_CASE("extensions") {
  CHECK(extension_of("application/json") == ".json");
  CHECK(extension_of(nullptr) == ".bin");
  CHECK(extension_of("x/y") == ".bin");
  CHECK(extension_of_path("a.b/{stem}.PNG") == "png");
  CHECK(extension_of_path("a.b/c").empty());
}
