// SPDX-License-Identifier: Apache-2.0
// --set, --swap and -o.
#include "framework/graph/overrides.hpp"

#include <fstream>

#include "fake_stages.hpp"
#include "support/catch.hpp"

using namespace pipeline::graph;
using namespace pipeline::graph::test;

namespace {

const std::string graph =
    "pipeline: 1\ninputs: { image: image }\nstages:\n"
    "  quantize: { uses: quantize.kmeans, in: image, with: { colors: 16, seed: 4 } }\n"
    "  edges: { uses: edges.canny, in: image, with: { norm: l2 } }\n"
    "  paths: { uses: paths.trace, in: { labels: quantize.labels, edges: edges.strength } }\n"
    "  svg: { uses: svg.document, in: paths }\n"
    "parameters: { colors: quantize.colors }\noutputs: { svg: svg }\n";

Built with_set(const std::string& key, const std::string& value) {
  return build_text(graph, {.sets = {{key, value}}});
}
Built with_swap(const std::string& stage, const std::string& id) {
  return build_text(graph, {.swaps = {{stage, id}}});
}

}  // namespace

TEST_CASE("--set reaches stages, readers and the graph's parameters; the last one wins") {
  CHECK(with_set("quantize.colors", "8").node("quantize").arguments[0].value.integer == 8);
  CHECK(with_set("colors", "9").node("quantize").arguments[0].value.integer == 9);
  CHECK(with_set("image.max_pixels", "1e6").node("image").arguments[1].value.integer == 1000000);
  CHECK(with_set("image.format", "any").node("image").arguments[0].value.integer == 1);
  CHECK(with_set("svg.title", "").node("svg").arguments[2].text.empty());
  const Built twice = build_text(graph, {.sets = {{"colors", "9"}, {"quantize.colors", "10"}}});
  CHECK(twice.node("quantize").arguments[0].value.integer == 10);
}

TEST_CASE("--set that is wrong points at the command line") {
  CHECK(with_set("quantize.colrs", "8").text() ==
        R"(--set quantize.colrs=8: error: stage 'quantize' has no parameter 'colrs'
  expected: one of colors, seed
  fix: did you mean 'colors'?
)");
  CHECK(with_set("quantise.colors", "8").text() ==
        R"(--set quantise.colors=8: error: there is no stage or input 'quantise'
  expected: one of image, quantize, edges, paths, svg
  fix: did you mean 'quantize'?
)");
  CHECK(with_set("colours", "8").text() ==
        R"(--set colours=8: error: the graph has no parameter 'colours'
  expected: one of colors, STAGE.PARAMETER
  fix: did you mean 'colors'?
)");
  CHECK(with_set("quantize.colors", "1000").text() ==
        R"(--set quantize.colors=1000: error: bad value for parameter 'colors' of stage 'quantize'
  expected: an integer from 2 to 256 or auto
  found: '1000'
  fix: use 256, the largest
)");
  CHECK(with_set("quantize/x.colors", "8").text() ==
        "--set quantize/x.colors=8: error: stage 'quantize' is not a graph\n"
        "  fix: write --set quantize.PARAMETER=VALUE\n");
  CHECK_FALSE(with_set("quantize.", "8").graph);
  CHECK_FALSE(with_set(".colors", "8").graph);
  CHECK_FALSE(with_set("", "8").graph);
}

TEST_CASE("files of --set are relative to the current folder") {
  const std::string model =
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  m: { uses: filter.model, in: image }\noutputs: { o: m }\n";
  const Built built = build_files({{"sub/g.yaml", model}, {"a.onnx", ""}, {"g.yaml", model}},
                                  {.sets = {{"m.model", "a.onnx"}}});
  REQUIRE(built.graph);
  FakeStages stages;
  Diagnostics diagnostics;
  const Overrides overrides{.sets = {{"m.model", "a.onnx"}}};
  const auto sub = build("sub/g.yaml", stages, overrides, diagnostics);
  REQUIRE(sub);
  CHECK(sub->nodes[1].arguments[0].text == std::filesystem::current_path() / "a.onnx");
  Diagnostics none;
  CHECK_FALSE(build("sub/g.yaml", stages, {.sets = {{"m.model", "b.onnx"}}}, none));
  CHECK_THAT(none.text(), ContainsSubstring("--set m.model=b.onnx: error: there is no file /"));
  CHECK_THAT(none.text(), ContainsSubstring("relative to the current folder"));
}

TEST_CASE("--swap keeps wires and the values that the new stage has, and names the others") {
  const Built built = with_swap("quantize", "acme.quantizer");
  REQUIRE(built.graph);
  CHECK(built.node("quantize").stage->id == std::string("acme.quantizer"));
  CHECK(built.node("quantize").arguments[0].value.integer == 16);
  CHECK(built.text() ==
        R"(--swap quantize=acme.quantizer: note: stage 'quantize' has no parameter 'seed' any more
  found: the graph's value for it is left out
g.yaml:4:69: note: here
    quantize: { uses: quantize.kmeans, in: image, with: { colors: 16, seed: 4 } }
                                                                      ^~~~
)");
  CHECK(build_text(graph, {.swaps = {{"image", "acme.raw"}}}).node("image").stage->id ==
        std::string("acme.raw"));
}

TEST_CASE("--swap that is wrong") {
  CHECK(with_swap("quantise", "acme.quantizer").text() ==
        R"(--swap quantise=acme.quantizer: error: there is no stage 'quantise'
  expected: one of image, quantize, edges, paths, svg
  fix: did you mean 'quantize'?
)");
  CHECK(with_swap("edges", "edges.cany").text() ==
        R"(--swap edges=edges.cany: error: there is no stage 'edges.cany'
  found: no plugin has it
  fix: did you mean 'edges.canny'?
)");
  CHECK_THAT(with_swap("paths", "filter.blur").text(),
             ContainsSubstring(
                 "--swap paths=filter.blur: error: 'filter.blur' has no input 'labels', which "
                 "stage 'paths' is given\n  expected: image\n"));
  CHECK_THAT(with_swap("edges", "image.convert").text(),
             ContainsSubstring(
                 "--swap edges=image.convert: error: stage 'edges' has no output 'strength'\n"
                 "  expected: image\n  fix: write 'edges.image'\n"
                 "g.yaml:6:69: note: taken here\n"));
  CHECK_THAT(with_swap("edges", "filter.mask").text(),
             ContainsSubstring(
                 "--swap edges=filter.mask: error: 'filter.mask' needs the input 'mask', which "
                 "stage 'edges' is not given\n"));
  CHECK_THAT(with_swap("edges", "acme.noise").text(),
             ContainsSubstring("--swap edges=acme.noise: error: stage 'edges' takes no input\n"));
}

TEST_CASE("a graph's parameter whose stage was swapped") {
  const Built set =
      build_text(graph, {.sets = {{"colors", "8"}}, .swaps = {{"quantize", "filter.linear"}}});
  CHECK_THAT(
      set.text(),
      ContainsSubstring("--set colors=8: error: stage 'quantize' has no parameter 'colors'\n"));
}

TEST_CASE("-o names an output, or the only one") {
  CHECK(build_text(graph, {.outputs = {{"", "/abs/../a.svg"}}}).graph.value().outputs[0].path ==
        "/abs/../a.svg");
  CHECK(build_text(graph, {.outputs = {{"svg", "-"}}}).graph.value().outputs[0].path == "-");
  CHECK(build_text(graph, {.outputs = {{"sgv", "a.svg"}}}).text() ==
        R"(-o sgv=a.svg: error: the graph has no output 'sgv'
  expected: svg
  fix: did you mean 'svg'?
)");
  CHECK(build_text(graph, {.outputs = {{"", "{stam}.svg"}}}).text() ==
        R"(-o {stam}.svg: error: there is no placeholder '{stam}'
  expected: one of stem, name, index, output
  fix: did you mean 'stem'?
)");
  CHECK(problems("outputs: { a: image, b: image }\n", {.outputs = {{"", "x.png"}}}) ==
        R"(-o x.png: error: the graph has several outputs, and this names none of them
  expected: one of a, b
  fix: -o a=x.png, or -o DIR/
)");
}
