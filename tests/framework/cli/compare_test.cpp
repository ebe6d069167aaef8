// SPDX-License-Identifier: Apache-2.0
// pipeline compare, as a user sees it. What live timing says is not tested: only that it is said.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

const std::string graph =
    "pipeline: 1\n"
    "inputs:\n  image: image\n"
    "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 2, seed: 5 } } }\n"
    "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n"
    "metrics:\n"
    "  psnr: { uses: metric.psnr, in: { reference: image, test: q.image }, margin: 0.1 }\n";

// Grey levels from 0 on, `step` apart.
std::string ramp(int step) {
  std::string text = "P5 16 12 255\n";
  for (int i = 0; i < 16 * 12; ++i) text += static_cast<char>(i % 16 * step);
  return text;
}

void prepare(const Workplace& here) {
  here.write("g.yaml", graph);
  here.write("a.pgm", ramp(16));
  here.write("b.pgm", ramp(11));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string quick = " --budget 0.3 --seed 1 --threads 1 ";

}  // namespace

TEST_CASE("compare: worse quality comes before speed", "[cli]") {
  const Workplace here("compare_worse");
  prepare(here);
  const Ran ran = here.run("compare g.yaml a.pgm b.pgm --sweep q.colors=8,2" + quick);
  CHECK(ran.status == 0);
  CHECK(ran.out.rfind("colors=2: quality worse (psnr -", 0) == 0);
  CHECK(has(ran.out, "dB"));
  CHECK(has(ran.out, "margin 0.10"));
  CHECK(has(ran.out, "timed: q, alone, on 1 thread; 2 images"));
  CHECK(has(ran.out, "seed 1"));
  CHECK(!here.has("a.png"));
}

TEST_CASE("compare: the same variant twice has the same output", "[cli]") {
  const Workplace here("compare_same");
  prepare(here);
  const Ran ran = here.run("compare g.yaml a.pgm --swap q=quantize.kmeans,quantize.kmeans" + quick);
  CHECK(ran.status == 0);
  CHECK(ran.out.rfind("kmeans#2: ", 0) == 0);
  CHECK(has(ran.out, "the same output"));
  CHECK(has(ran.out,
            "one image: what is said is said of it, not of others like them; that takes 12"));
}

TEST_CASE("compare: a stage of the same name from another family is no second one", "[cli]") {
  const Workplace here("compare_families");
  prepare(here);
  std::string other = graph;
  other.replace(other.find("quantize.kmeans"), 15, "quantize.wu");
  other.replace(other.find(", seed: 5"), 9, "");
  here.write("h.yaml", other);
  const Ran ran = here.run("compare h.yaml a.pgm a.pgm --swap q=quantize.wu" + quick);
  CHECK(ran.out.rfind("wu#2: ", 0) == 0);
  CHECK(has(ran.out, "1 image is another one again: what is given twice counts once"));
  if (!std::filesystem::exists(TEST_PLUGINS "/opencv.so")) return;
  const Ran opencv = here.run("compare g.yaml a.pgm --swap q=opencv.kmeans" + quick);
  CHECK(opencv.out.rfind("opencv.kmeans: ", 0) == 0);
  CHECK(has(opencv.out, "\nquantize.kmeans "));
}

TEST_CASE("compare: the inputs to time may be too large for --memory", "[cli]") {
  const Workplace here("compare_memory");
  prepare(here);
  const Ran ran = here.run("compare g.yaml a.pgm --sweep q.colors=8,4 --memory 100" + quick);
  CHECK(has(ran.out, "speed not measured: the inputs to time are beyond --memory"));
}

TEST_CASE("compare: one stage is compared with the graph's own; what it drops is told", "[cli]") {
  const Workplace here("compare_own");
  prepare(here);
  const Ran ran = here.run("compare g.yaml a.pgm --swap q=quantize.wu" + quick);
  CHECK(ran.status == 0);
  CHECK(ran.out.rfind("wu: ", 0) == 0);
  CHECK(has(ran.err, "stage 'q' has no parameter 'seed' any more"));
}

TEST_CASE("compare: two graphs, and whole graphs in parallel", "[cli]") {
  const Workplace here("compare_graphs");
  prepare(here);
  here.write("h.yaml", graph);
  const Ran ran = here.run("compare g.yaml h.yaml a.pgm b.pgm --timing throughput" + quick);
  CHECK(ran.status == 0);
  CHECK(ran.out.rfind("h.yaml: ", 0) == 0);
  CHECK(has(ran.out, "h.yaml: what the stages of both graphs make is the same\n"));
  CHECK(has(ran.out, "timed: whole graphs, images in parallel"));
  CHECK(has(ran.out, "\nthreads: 1 of oneTBB, and 1 in each call for a stage's library"));
}

TEST_CASE("compare: the first stage at which two graphs part is named", "[cli]") {
  const Workplace here("compare_first");
  prepare(here);
  std::string other = graph;
  other.replace(other.find("colors: 2"), 9, "colors: 3");
  here.write("h.yaml", other);
  const Ran ran = here.run("compare g.yaml h.yaml a.pgm b.pgm --json o.json" + quick);
  CHECK(ran.status == 0);
  CHECK(has(ran.out, "h.yaml: first differs in stage 'q', labels of a.pgm: 2 labels against 3\n"));
  CHECK(has(here.read("o.json"), "\"stage\": \"q\""));
}

TEST_CASE("compare: a stage that only has another name counts as the same", "[cli]") {
  const Workplace here("compare_renamed");
  prepare(here);
  std::string other = graph;
  other.replace(other.find("{ q: {"), 6, "{ other: {");
  for (size_t at; (at = other.find("q.image")) != std::string::npos;) {
    other.replace(at, 7, "other.image");
  }
  here.write("h.yaml", other);
  const Ran same = here.run("compare g.yaml h.yaml a.pgm" + quick);
  CHECK(has(same.out, "h.yaml: what the stages of both graphs make is the same\n"));
  other.replace(other.find("colors: 2"), 9, "colors: 3");
  here.write("h.yaml", other);
  const Ran differs = here.run("compare g.yaml h.yaml a.pgm" + quick);
  CHECK(has(differs.out,
            "h.yaml: first differs in stage 'q', labels of a.pgm: no stage of h.yaml "
            "makes the same\n"));
}

TEST_CASE("compare: of graphs all is timed that they do not share", "[cli]") {
  const Workplace here("compare_inserted");
  prepare(here);
  std::string other = graph;
  other.replace(other.find("in: image, with"), 9, "in: small");
  other.replace(other.find("{ q: {"), 2,
                "{ small: { uses: image.resize, in: image, with: { width: 8, height: 6 } }, ");
  here.write("h.yaml", other);
  const Ran ran = here.run("compare g.yaml h.yaml a.pgm --skip-metrics" + quick);
  CHECK(ran.status == 0);
  CHECK(
      (has(ran.out, "timed: q, small, alone") || has(ran.out, "timed: q, o.write, small, alone")));
}

TEST_CASE("compare: a variant that does not repeat itself has no verdict on quality", "[cli]") {
  const Workplace here("compare_moody");
  here.write("g.yaml",
             "pipeline: 1\nstages:\n  s: { uses: kinds.number, with: { value: 1 } }\n"
             "  c: { uses: kinds.alone, in: s }\n"
             "outputs: { o: { from: c, path: o.txt } }\n");
  const std::string plugins = " --plugin-path '" TEST_OWN_PLUGINS "'";
  const Ran ran = here.run("compare g.yaml --swap c=kinds.alone,kinds.moody" + plugins + quick);
  INFO(ran.out << ran.err);
  const std::string told = "no verdict on quality: moody makes different outputs of one image";
  CHECK(has(ran.out, told));
  const Ran turned = here.run("compare g.yaml --swap c=kinds.moody,kinds.alone" + plugins + quick);
  CHECK(has(turned.out, told));
  CHECK(has(ran.out, "   2 B "));  // what is written of a number
}

TEST_CASE("compare: an image that fails is left out and named", "[cli]") {
  const Workplace here("compare_fails");
  prepare(here);
  here.write("bad.pgm", "P5 16 12 255\n");
  const Ran ran = here.run("compare g.yaml a.pgm bad.pgm --sweep q.colors=8,4" + quick);
  CHECK(ran.status == 1);
  CHECK(has(ran.err, "bad.pgm"));
  CHECK(has(ran.err, "left out of the comparison"));
  CHECK(has(ran.out, "colors=4: quality worse"));
}

TEST_CASE("compare: samples and verdicts as JSON", "[cli]") {
  const Workplace here("compare_json");
  prepare(here);
  const Ran ran = here.run("compare g.yaml a.pgm --sweep q.colors=8,2 --json -" + quick);
  CHECK(ran.status == 0);
  for (const char* key :
       {"\"seconds\"", "\"seconds_again\"", "\"time_ratio\"", "\"quality\": \"worse\"",
        "\"seed\": \"1\"", "\"threads\": 1", "\"timed_stages\": [\"q\"]"}) {
    CAPTURE(key);
    CHECK(has(ran.out, key));
  }
}

TEST_CASE("compare: samples as CSV, a line each", "[cli]") {
  const Workplace here("compare_csv");
  prepare(here);
  here.write("odd, \"name\".pgm", ramp(5));
  const Ran ran =
      here.run("compare g.yaml a.pgm 'odd, \"name\".pgm' --sweep q.colors=8,2 --csv o.csv" + quick);
  CHECK(ran.status == 0);
  const std::string csv = here.read("o.csv");
  CHECK(csv.rfind("variant,image,sample,round,value\r\n", 0) == 0);
  CHECK(has(csv, "\r\ncolors=8,a.pgm,seconds,1,"));
  CHECK(has(csv, "\r\ncolors=8,a.pgm,seconds_again,1,"));
  CHECK(has(csv, "\r\ncolors=2,\"odd, \"\"name\"\".pgm\",psnr,,"));
  CHECK(here.run("compare g.yaml a.pgm --sweep q.colors=8,2 --csv a.pgm" + quick).status == 2);
}

TEST_CASE("compare: a report is one file, with the command that makes it again", "[cli]") {
  const Workplace here("compare_report");
  prepare(here);
  here.write("it's.pgm", ramp(9));
  const Ran ran = here.run(
      "compare g.yaml a.pgm \"it's.pgm\" --sweep q.colors=8,2 --report r.html --budget 0.3");
  CHECK(ran.status == 0);
  const std::string page = here.read("r.html");
  CHECK(page.size() < 30'000'000);
  CHECK(has(page,
            "\"command\": \"pipeline compare g.yaml a.pgm 'it'\\\\''s.pgm' --sweep "
            "q.colors=8,2 --report r.html --budget 0.3 --seed "));
  for (const char* part : {"\"words\": \"quality worse (psnr -", "\"seconds_again\"",
                           "\"chosen_by\": \"psnr\"", "\"better\": \"higher\", \"margin\": 0.1",
                           "\"place\": \"worst\"", "\"uses\": \"quantize.kmeans\"",
                           "data:image/webp;base64,", "data:image/png;base64,", "id: \"slide\""}) {
    CAPTURE(part);
    CHECK(has(page, part));
  }
}

TEST_CASE("compare: an experiment is kept in the graph", "[cli]") {
  const Workplace here("compare_kept");
  prepare(here);
  here.write("kept.yaml", graph +
                              "compare:\n  sweep: { q.colors: [8, \"2:4:2\"] }\n"
                              "  baseline: colors=4\n  budget: 0.3\n  seed: 77\n");
  const Ran ran = here.run("compare kept.yaml a.pgm b.pgm --threads 1");
  CHECK(ran.status == 0);
  CHECK(ran.out.rfind("colors=8: ", 0) == 0);
  CHECK(has(ran.out, "\ncolors=2: quality worse"));
  CHECK(has(ran.out, "seed 77"));
  const Ran other =
      here.run("compare kept.yaml a.pgm --swap q=quantize.wu --baseline kmeans" + quick);
  CHECK(other.status == 0);
  CHECK(other.out.rfind("wu: ", 0) == 0);
  const Ran sweep = here.run("compare kept.yaml a.pgm --sweep q.colors=2,3" + quick);
  CHECK(sweep.out.rfind("colors=3: ", 0) == 0);  // without the kept baseline
  std::filesystem::create_directories(here.path() / "in/old");
  here.write("in/wrong.yaml", graph + "compare:\n  sweep: { q.colors: [8, banana] }\n");
  here.write(
      "in/build.yaml",
      graph + "compare:\n  swap: { q: [quantize.kmeans, quantize.kmeans@old/quantize.so] }\n");
  std::filesystem::copy(TEST_PLUGINS "/quantize.so", here.path() / "in/old/quantize.so");
  const Ran wrong = here.run("compare in/wrong.yaml a.pgm" + quick);
  CHECK(wrong.status == 2);
  CHECK(has(wrong.err, "in/wrong.yaml:"));
  CHECK(has(wrong.err, "{ q.colors: [8, banana] }"));
  const Ran over = here.run("compare in/build.yaml a.pgm --json in/old/quantize.so" + quick);
  CHECK(over.status == 2);
  CHECK(has(over.err, "would overwrite the plugin "));
  const Ran build = here.run("compare in/build.yaml a.pgm" + quick);
  CHECK(build.status == 0);
  CHECK(build.out.rfind("kmeans@old/quantize.so: ", 0) == 0);
  here.write("odd.yaml", graph + "compare: { swap: { quant: [quantize.wu] }, timing: alone }\n");
  const Ran odd = here.run("check odd.yaml");
  CHECK(odd.status == 2);
  CHECK(has(odd.err, "there is no stage 'quant'"));
  CHECK(has(odd.err, "there is no timing 'alone'"));
}

TEST_CASE("compare: wrong use says what was expected", "[cli]") {
  const Workplace here("compare_wrong");
  prepare(here);
  here.write("n.yaml",
             "pipeline: 1\ninputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image } }\noutputs: { o: q.image }\n");
  const auto refused = [&](const std::string& words, const std::string& part) {
    const Ran ran = here.run("compare " + words);
    INFO(words << "\n" << ran.err);
    CHECK(ran.status == 2);
    CHECK(has(ran.err, part));
    CHECK(ran.out.empty());
  };
  refused("g.yaml a.pgm", "nothing to compare with");
  refused("g.yaml a.pgm --sweep q.colors", "expected STAGE.PARAM=VALUE,VALUE...");
  refused("g.yaml a.pgm --sweep q.colors=2,4 --baseline colors=3",
          "the variants are colors=2, colors=4");
  refused("g.yaml a.pgm --swap q=quantize.wu,edges.canny", "image");  // no such port
  refused("g.yaml n.yaml a.pgm", "the metrics of g.yaml are psnr, those of n.yaml none");
  refused("g.yaml a.pgm --sweep q.colors=2,4 --margin ssim=1", "the graph's metrics are psnr");
  refused("g.yaml a.pgm --sweep q.colors=2,4 --sweep q.colors=8", "q.colors is given twice");
  refused("g.yaml a.pgm --sweep q.colors=2,4 --set q.colors=8", "q.colors is given twice");
  here.write("p.yaml", graph + "parameters: { colors: q.colors }\n");
  refused("p.yaml a.pgm --sweep colors=2,4 --sweep q.colors=8,9",
          "q.colors and colors are the same parameter");
  refused("p.yaml a.pgm --sweep q.colors=2,4 --set colors=8",
          "q.colors and colors are the same parameter");
  refused("g.yaml a.pgm --sweep q.colors=2,4 --seed -1", "expected a whole number from 0 on");
  std::string other = graph;
  other.replace(other.find("margin: 0.1"), 11, "margin: 0.2");
  here.write("m.yaml", other);
  refused("g.yaml m.yaml a.pgm", "the margin of metric 'psnr' is 0.1 in g.yaml, 0.2 in m.yaml");
  refused("g.yaml - --sweep q.colors=2,4", "standard input cannot be taken here");
  refused("g.yaml a.pgm --swap q=quantize.wu@none/quantize.so", "No such file");
  const std::string sweep = "g.yaml a.pgm --sweep q.colors=2,4 ";
  refused(sweep + "--report -", "--report: expected a file, found '-'");
  refused(sweep + "--report ./a.pgm",
          "--report ./a.pgm would overwrite the input a.pgm: name another file");
  refused(sweep + "--json g.yaml", "--json g.yaml would overwrite the graph");
  refused(sweep + "--report r --json r", "--report r and --json r would both be written to r");
  refused(sweep + "--report none/r.html", "--report none/r.html: ");
}
