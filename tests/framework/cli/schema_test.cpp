// SPDX-License-Identifier: Apache-2.0
// The schema that editors get says of a graph what the checker says.
#include <algorithm>

#include "framework/graph/build.hpp"
#include "framework/graph/grammar.hpp"
#include "framework/graph/schema.hpp"
#include "framework/host/registry.hpp"
#include "support/catch.hpp"
#include "support/json_schema.hpp"
#include "support/process.hpp"

using namespace pipeline::test;
namespace graph = pipeline::graph;

namespace {

const std::string own_plugins = " --plugin-path '" TEST_OWN_PLUGINS "'";

const JsonSchema& schema() {
  static const JsonSchema all = [] {
    const Workplace here("schema");
    const Ran ran = here.run("schema" + own_plugins);
    REQUIRE(ran.status == 0);
    REQUIRE(ran.err.empty());
    return JsonSchema(ran.out);
  }();
  return all;
}

// A stage that takes the image, and its output `port`.
std::string with_stage(const std::string& stage, const std::string& port = "q") {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n  q: " + stage +
         "\noutputs: { o: " + port + " }\n";
}
std::string quantize(const std::string& rest) {
  return with_stage("{ uses: quantize.kmeans" + rest + " }", "q.image");
}
std::string params(const std::string& with) {
  return with_stage("{ uses: kinds.params, with: { " + with + " } }");
}
std::string with_input(const std::string& input) {
  return "pipeline: 1\ninputs: { image: " + input + " }\noutputs: { o: image }\n";
}
std::string with_output(const std::string& output) {
  return "pipeline: 1\ninputs: { image: image }\noutputs: { o: " + output + " }\n";
}
std::string with_path(const std::string& path) {
  return with_output("{ from: image, path: \"" + path + "\" }");
}
std::string with_metric(const std::string& metric) {
  return "pipeline: 1\ninputs: { image: image }\noutputs: { o: image }\nmetrics:\n  m: " + metric +
         "\n";
}
const std::string psnr = "{ uses: metric.psnr, in: { reference: image, test: image }";

std::string with_experiment(const std::string& experiment) {
  return "pipeline: 1\ninputs: { i: image }\nstages: { q: { uses: quantize.kmeans, in: i } }\n"
         "outputs: { o: q.image }\ncompare: " +
         experiment + "\n";
}

std::vector<std::string> good_graphs() {
  return {
      quantize(", in: image, with: { colors: 16 }"),
      quantize(", in: { image: image }, with: { colors: 2.0 }"),
      quantize(", in: image, with: { colors: 1e1 }"),
      quantize(", in: image, with:"),
      with_stage("{ uses: metric.psnr, in: { reference: image, test: image } }"),
      with_stage("{ uses: image.convert, in: image, with: { samples: u16 } }"),
      with_stage("{ uses: kinds.params, in: {} }"),
      with_stage("{ uses: part.yaml, in: image, with: { colors: 3 } }"),
      params("flag: false, count: 2, ratio: 0.5, mode: fast, note: 5"),
      params("count: auto, note: \"a, b\", ground: teal"),
      params("ground: \"#f80\""),
      params("ground: \"#ff880080\""),
      with_experiment(
          "{ swap: { q: [quantize.wu, quantize.kmeans] }, sweep: { q.colors: 2:8:2 } }"),
      with_experiment("{ sweep: { q.colors: [2, 8] }, baseline: colors=8, budget: 5, seed: 1,"
                      " timing: throughput }"),
      "pipeline: 1\nstages:\nparameters:\nmetrics:\ninputs: { i: image }\noutputs: { o: i }\n",
      "pipeline: 1\nname: photo 1\ninputs: { b: bytes }\noutputs: { o: b }\n",
      with_input("{ type: image, format: any, default: a.png, with: { max_pixels: 1e6 } }"),
      with_input("{ type: image, read: io.read, with: }"),
      with_output("{ from: image, path: a.jpg, with: { quality: 80 } }"),
      with_output("{ from: image, path: a.jpg, write: io.write, with: { quality: 80 } }"),
      with_path("{stem}-{index}.png"),
      with_path("-"),
      with_path("a..b/..a}.png"),
      with_metric(psnr + ", margin: 0.1 }"),
      with_metric("{ uses: image.convert, in: image }"),
      "pipeline: 1\ninputs: { i: image }\nstages:\n"
      "  a: { uses: edges.canny, in: i, with: &c { low: 0.1, high: 0.5 } }\n"
      "  b: { uses: edges.canny, in: i, with: { <<: *c, low: 0.2 } }\n"
      "parameters: { low: a.low }\noutputs: { o: a.edges, p: b.edges }\n",
  };
}

std::vector<std::string> bad_graphs() {
  return {
      with_experiment("{ swap: { q: [] } }"),
      with_experiment("{ swap: [quantize.wu] }"),
      with_experiment("{ sweep: { q.colors: [[2]] } }"),
      with_experiment("{ sweep: { q.colors: 8 }, timing: alone }"),
      with_experiment("{ sweep: { q.colors: 8 }, budget: 0 }"),
      with_experiment("{ sweep: { q.colors: 8 }, seed: one }"),
      with_experiment("{ sweeps: { q.colors: 8 } }"),
      quantize(""),
      quantize(", in: image, with: { colours: 16 }"),
      quantize(", in: image, with: { colors: 300 }"),
      quantize(", in: image, with: { colors: 1 }"),
      quantize(", in: image, with: { colors: 3.5 }"),
      quantize(", in: image, with: { colors: \"16\" }"),
      quantize(", in: image, with: { colors: }"),
      quantize(", in: image, with: [16]"),
      quantize(", in: { picture: image }"),
      quantize(", in: { image: }"),
      quantize(", in: [image]"),
      quantize(", in:"),
      quantize(", in: image, widht: {}"),
      quantize(", in: a.b.c"),
      with_stage("{ uses: quantize.kmean, in: image }"),
      with_stage("{ uses: \"\", in: image }"),
      with_stage("{ in: image }"),
      with_stage("quantize.kmeans"),
      with_stage("{ uses: metric.psnr, in: image }"),
      with_stage("{ uses: metric.psnr, in: { reference: image } }"),
      with_stage("{ uses: image.convert, in: image, with: { samples: u9 } }"),
      with_stage("{ uses: image.convert, in: image, margin: 1 }"),
      with_stage("{ uses: kinds.params, in: image }"),
      with_stage("{ uses: part.yaml, in: image, with: { colors: [3] } }"),
      params("flag: yes"),
      params("flag: 1"),
      params("count: autos"),
      params("ratio: 1.5"),
      params("ratio: much"),
      params("mode: slow"),
      params("note: [5]"),
      params("ground: tael"),
      params("ground: \"#ff88\""),
      "pipeline: 2\ninputs: { i: image }\noutputs: { o: i }\n",
      "inputs: { i: image }\noutputs: { o: i }\n",
      "pipeline: 1\ninputs: { i: image }\n",
      "pipeline: 1\ninputs: { i: image }\noutputs: {}\n",
      "pipeline: 1\ninputs: { i: image }\noutputs:\n",
      "pipeline: 1\ninputs: { i: image }\nstage: {}\noutputs: { o: i }\n",
      "pipeline: 1\ninputs: { I: image }\noutputs: { o: I }\n",
      "pipeline: 1\ninputs: { i: image }\nstages: []\noutputs: { o: i }\n",
      "pipeline: 1\ninputs: { i: image }\nstages:\n  q: { uses: edges.canny, in: i }\n"
      "parameters: { low: q }\noutputs: { o: q.edges }\n",
      with_input("picture"),
      with_input("{ type: picture }"),
      with_input("{ format: any }"),
      with_input("{ type: image, format: rgb }"),
      with_input("{ type: image, read: io.raed }"),
      with_input("{ type: image, read: edges.canny }"),
      with_input("{ type: labels, read: io.read }"),
      with_input("{ type: image, with: { max: 1 } }"),
      with_input("{ type: image, with: { max_pixels: 0 } }"),
      with_output("{ path: a.png }"),
      with_output("{ from: image, path: a.jpg, with: { quality: 800 } }"),
      with_output("{ from: image, path: a.jpg, write: io.wirte }"),
      with_path("/a.png"),
      with_path("../a.png"),
      with_path("a/../a.png"),
      with_path("a/"),
      with_path(""),
      with_path("{stm}.png"),
      with_path("{stem.png"),
      with_metric(psnr + ", margin: -1 }"),
      with_metric(psnr + ", margin: wide }"),
      with_metric("{ uses: image.convert, in: image, margin: 1 }"),
  };
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

}  // namespace

TEST_CASE("the schema takes what the checker takes and refuses what it refuses", "[schema]") {
  const Workplace here("schema_check");
  here.write("part.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image } }\n"
             "parameters: { colors: q.colors }\noutputs: { image: q.image }\n");
  pipeline::host::Memory memory;
  const pipeline::host::Environment environment{.memory = &memory};
  pipeline::host::Registry stages({TEST_PLUGINS, TEST_OWN_PLUGINS}, {}, environment);
  graph::Overrides with_metrics;
  with_metrics.metrics = true;
  const auto good = [&](const std::string& text) {
    here.write("g.yaml", text);
    graph::Diagnostics diagnostics;
    return graph::build(here.path() / "g.yaml", stages, with_metrics, diagnostics).has_value();
  };
  for (const std::string& text : good_graphs()) {
    CAPTURE(text);
    CHECK(good(text));
    CHECK(schema().problem(text) == "");
  }
  for (const std::string& text : bad_graphs()) {
    CAPTURE(text);
    CHECK_FALSE(good(text));
    CHECK(schema().problem(text) != "");
  }
}

TEST_CASE("the schema takes every graph of the repository", "[schema]") {
  size_t graphs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TEST_SOURCE "/pipelines")) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path());
    CHECK(schema().problem(read_file(entry.path().string())) == "");
    ++graphs;
  }
  CHECK(graphs > 0);
}

TEST_CASE("the schema has exactly the keys of the grammar", "[schema]") {
  CHECK(schema().properties("") == sorted(graph::graph_keys));
  CHECK(schema().properties("/$defs/input/anyOf/1") == sorted(graph::input_keys));
  CHECK(schema().properties("/$defs/stage") == sorted(graph::stage_keys));
  CHECK(schema().properties("/$defs/metric") == sorted(graph::metric_keys));
  CHECK(schema().properties("/$defs/output/anyOf/1") == sorted(graph::output_keys));
  CHECK(schema().properties("/properties/compare") == sorted(graph::compare_keys));
}

TEST_CASE("the schema has docs, ranges, units and defaults", "[schema]") {
  const Workplace here("schema_docs");
  const std::string text = here.run("schema" + own_plugins).out;
  CHECK_THAT(text,
             ContainsSubstring("\"const\": \"kinds.params\",\n"
                               "       \"description\": \"Writes its parameters as text.\"") ||
                 ContainsSubstring("{\"const\": \"kinds.params\", \"description\": \"Writes its "
                                   "parameters as text.\"}"));
  CHECK_THAT(text, ContainsSubstring("A count (an integer from 2 to 256 colours or auto)"));
  CHECK_THAT(text, ContainsSubstring("\"default\": \"auto\""));
  CHECK_THAT(text, ContainsSubstring("\"default\": \"#ff0033ff\""));
  CHECK_THAT(text, ContainsSubstring("\"kinds.depth/1\""));
}

TEST_CASE("a schema without any stage is valid, too", "[schema]") {
  const JsonSchema none(graph::graph_schema({}));
  CHECK(none.problem(with_output("image")) == "");
  CHECK(none.problem(with_stage("{ uses: part.yaml, in: image }")) == "");
  CHECK(none.problem(with_stage("{ uses: edges.canny, in: image }")) != "");
}

TEST_CASE("schema reports what does not load and says the rest", "[schema]") {
  const Workplace here("schema_broken");
  here.write("broken.so", "no library");
  const Ran ran = here.run("schema --plugin-path .");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("broken.so: does not load: "));
  CHECK_NOTHROW(JsonSchema(ran.out));
  CHECK_THAT(ran.out, ContainsSubstring("quantize.kmeans"));
  CHECK(here.run("schema g.yaml").err ==
        "error: schema takes no arguments: pipeline schema [options]\n");
}
