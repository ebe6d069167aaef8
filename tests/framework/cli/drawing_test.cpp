// SPDX-License-Identifier: Apache-2.0
// pipeline graph and run --explain: what a person sees of a graph.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

TEST_CASE("a graph is drawn as text, with what nothing needs hollow", "[cli]") {
  const Workplace here("graph_text");
  here.write(
      "g.yaml",
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  quantize: { uses: quantize.kmeans, in: image }\n"
      "  edges: { uses: edges.canny, in: image }\n"
      "  paths: { uses: paths.trace, in: { labels: quantize.labels, edges: edges.strength } }\n"
      "  idle: { uses: edges.canny, in: image }\n"
      "  svg: { uses: svg.document, in: paths }\n"
      "outputs: { svg: { from: svg, path: \"{stem}.svg\" } }\n");
  const Ran ran = here.run("graph g.yaml");
  CHECK(ran.status == 0);
  CHECK(ran.out ==
        "▼      image     input\n"
        "●      image     io.read\n"
        "├─●    quantize  quantize.kmeans\n"
        "├─│─●  edges     edges.canny\n"
        "│ ●─╯  paths     paths.trace\n"
        "○ │    idle      edges.canny      not needed\n"
        "  ●    svg       svg.document\n"
        "  ■    svg       {stem}.svg\n");
}

TEST_CASE("a graph is drawn for graphviz, with times after a run", "[cli]") {
  const Workplace here("graph_dot");
  here.write("a.ppm", small_picture());
  CHECK(here.run("run pipelines/default.yaml a.ppm -o a.svg --profile --json").status == 0);
  std::filesystem::rename(here.path() / ".out", here.path() / "times.json");
  CHECK(here.run("graph pipelines/default.yaml --times times.json -o g.dot").status == 0);
  const std::string dot = here.read("g.dot");
  CHECK_THAT(dot, ContainsSubstring("digraph \"vectorize\" {"));
  CHECK_THAT(dot, ContainsSubstring("[label=\"quantize\nquantize.flat\n"));
  CHECK_THAT(dot, ContainsSubstring(" ms\"]"));
  CHECK_THAT(dot, ContainsSubstring("[label=\"labels\"]"));
  CHECK_THAT(here.run("graph pipelines/default.yaml --times a.ppm").err,
             ContainsSubstring(
                 "error: --times a.ppm: expected what `pipeline run --profile --json` prints"));
  CHECK_THAT(here.run("graph pipelines/default.yaml --format png").err,
             ContainsSubstring("error: --format png: expected text, dot or svg"));
  here.write("one.yaml",
             "pipeline: 1\nstages: { n: { uses: kinds.number } }\n"
             "outputs: { o: { from: n, path: o.txt } }\n");
  CHECK(here.run("graph one.yaml --times times.json --plugin-path '" TEST_OWN_PLUGINS "'").err ==
        "error: --times times.json: it is of another graph: it has none of the stages of "
        "one.yaml\n");
  CHECK(here.run("graph pipelines/photo.yaml --times times.json").err ==
        "error: --times times.json: it is of another graph: its stage 'paths' is paths.trace, and "
        "here paths.regions\n");
}

TEST_CASE("the median of two times is between them; what is no profile is told", "[cli]") {
  const Workplace here("graph_median");
  here.write("times.json", R"({"stages": {"edges": {"ms": [3, 1]}}})");
  CHECK_THAT(here.run("graph pipelines/default.yaml --times times.json").out,
             ContainsSubstring("edges.canny          2.00 ms\n"));
  for (const char* odd : {"[]", "\"x\"", "[nan]", "[1e999]", "[-1]", "[1, two]"}) {
    here.write("odd.json", std::string(R"({"stages": {"edges": {"ms": )") + odd + "}}}");
    const Ran ran = here.run("graph pipelines/default.yaml --times odd.json");
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring("stage 'edges' has no list of milliseconds"));
  }
  CHECK(here.run("graph pipelines/default.yaml --times none.json").err ==
        "error: --times none.json: cannot be read: No such file or directory\n");
  CHECK(here.run("graph pipelines/default.yaml -o g.png").err ==
        "error: -o g.png: a graph is drawn as text, dot or svg: expected a name that ends in .txt, "
        ".dot, .gv or .svg, or --format\n");
}

TEST_CASE("times stand beside stages, not beside inputs and outputs of their names", "[cli]") {
  const Workplace here("graph_times");
  here.write("times.json",
             R"({"stages": {"image": {"ms": [4.5]}, "edges": {"ms": [3, 1, 2.25]}}})");
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { edges: { uses: edges.canny, in: image } }\n"
             "outputs: { edges: { from: edges.strength, path: \"{stem}.png\" } }\n");
  const Ran ran = here.run("graph g.yaml --times times.json");
  CHECK(ran.status == 0);
  CHECK(ran.out ==
        "▼  image        input\n"
        "●  image        io.read      4.50 ms\n"
        "●  edges        edges.canny  2.25 ms\n"
        "●  edges.write  io.write\n"
        "■  edges        {stem}.png\n");
  CHECK_THAT(here.run("graph g.yaml --times times.json --format dot").out,
             ContainsSubstring("[label=\"edges\n{stem}.png\", shape=plaintext];"));
}

TEST_CASE("a graph is drawn as SVG by graphviz, where it is", "[cli]") {
  const Workplace here("graph_svg");
  const Ran svg = here.run("graph pipelines/default.yaml -o g.svg");
  if (here.shell("command -v dot").status == 0) {
    CHECK(svg.status == 0);
    CHECK_THAT(here.read("g.svg"), ContainsSubstring("<svg"));
  } else {
    CHECK(svg.status == 2);
  }
  const Ran none = here.shell("PATH=/none NO_COLOR=1 HOME=. '" TEST_PIPELINE
                              "' graph pipelines/default.yaml --format svg");
  CHECK(none.status == 2);
  CHECK(none.err ==
        "error: SVG is drawn by graphviz, and there is no command 'dot': install graphviz, or take "
        "--format text or dot\n");
}

TEST_CASE("graphs in a graph stand in boxes", "[cli]") {
  const Workplace here("graph_boxes");
  here.write("inner.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image } }\n"
             "outputs: { picture: { from: q.image, path: x.png } }\n");
  here.write(
      "g.yaml",
      "pipeline: 1\ninputs: { image: image }\nstages: { few: { uses: inner.yaml, in: image } }\n"
      "outputs: { o: { from: few.picture, path: \"{stem}.png\" } }\n");
  const Ran ran = here.run("graph g.yaml --format dot");
  CHECK_THAT(ran.out, ContainsSubstring("subgraph cluster_0 {\nlabel=\"few\";\n"
                                        "n2 [label=\"q\nquantize.kmeans\"];\n}\n"));
  if (here.shell("command -v dot").status != 0) return;
  here.write("g.dot", ran.out);
  CHECK(here.shell("dot -Tsvg g.dot").status == 0);
}

TEST_CASE("a graph is drawn where it cannot run", "[cli]") {
  const Workplace here("graph_elsewhere");
  here.write("g.yaml",
             "pipeline: 1\nstages:\n"
             "  no: { uses: kinds.lacking }\n"
             "outputs: { o: { from: no, path: o.txt } }\n");
  const Ran ran = here.run("graph g.yaml --plugin-path '" TEST_OWN_PLUGINS "'");
  CHECK(ran.status == 0);
  CHECK(ran.err.empty());
  CHECK_THAT(ran.out, ContainsSubstring("kinds.lacking"));
}

TEST_CASE("--explain says the plan and runs nothing", "[cli]") {
  const Workplace here("explain");
  here.write("a.ppm", small_picture());
  const Ran ran = here.run("run pipelines/default.yaml a.ppm -o out/ --explain --memory 2GiB");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("  quantize: quantize.flat 1."));
  CHECK_THAT(ran.out, ContainsSubstring("/quantize.so\n"));
  CHECK_THAT(ran.out, ContainsSubstring("1 image:\n  a.ppm -> out/a.svg\n"));
  CHECK_THAT(ran.out,
             ContainsSubstring("at most 1 image at once, and no further one beyond 2.1 GB"));
  CHECK_FALSE(here.has("out"));
}
