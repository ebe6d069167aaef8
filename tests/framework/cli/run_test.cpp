// SPDX-License-Identifier: Apache-2.0
// pipeline run as a user meets it.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

TEST_CASE("one image becomes one SVG, the same on both executors and by pipe", "[cli]") {
  const Workplace here("run_one");
  here.write("small.ppm", small_picture());
  const Ran first = here.run("run pipelines/default.yaml small.ppm");
  CHECK(first.status == 0);
  CHECK(first.out.empty());
  CHECK_THAT(first.err, ContainsSubstring("wrote small.svg ("));
  const std::string svg = here.read("small.svg");
  CHECK_THAT(svg, ContainsSubstring("<svg"));
  CHECK(here.run("run pipelines/default.yaml small.ppm -o s.svg --executor serial").status == 0);
  CHECK(here.read("s.svg") == svg);
  CHECK(here.run("run pipelines/default.yaml - -o - <small.ppm").out == svg);
  for (const std::string threads : {"1", "2", "5"}) {
    CHECK(here.run("run pipelines/default.yaml small.ppm -o t.svg --threads " + threads).status ==
          0);
    CHECK(here.read("t.svg") == svg);
  }
}

TEST_CASE("without an image the default graph runs on the sample", "[cli]") {
  const Workplace here("run_sample");
  CHECK(here.run("run pipelines/default.yaml").status == 0);
  CHECK(here.has("harbour.svg"));
}

TEST_CASE("parameters can be set and stages swapped", "[cli]") {
  const Workplace here("run_set");
  here.write("small.ppm", small_picture());
  CHECK(here.run("run pipelines/default.yaml small.ppm -o a.svg --set colors=2").status == 0);
  CHECK(here.run("run pipelines/default.yaml small.ppm -o b.svg --set quantize.colors=2").status ==
        0);
  CHECK(here.run("run pipelines/default.yaml small.ppm -o c.svg --set colors=8").status == 0);
  CHECK(here.read("a.svg") == here.read("b.svg"));
  CHECK(here.read("a.svg") != here.read("c.svg"));
  const Ran wrong = here.run("run pipelines/default.yaml small.ppm --set colors=1000");
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err, ContainsSubstring("--set colors=1000: error: "));
  const Ran swap = here.run("run pipelines/default.yaml small.ppm --swap quantize=edges.canny");
  CHECK(swap.status == 2);
}

TEST_CASE("one bad image fails alone", "[cli]") {
  const Workplace here("run_bad");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", "P6 10 10 255\nshort");
  here.write("c.ppm", small_picture(20, 10));
  const Ran ran = here.run("run pipelines/default.yaml a.ppm b.ppm none.ppm c.ppm -o out/");
  CHECK(ran.status == 1);
  CHECK(here.has("out/a.svg"));
  CHECK(here.has("out/c.svg"));
  CHECK_FALSE(here.has("out/b.svg"));
  CHECK_THAT(ran.err, ContainsSubstring("error: b.ppm: stage 'image': "));
  CHECK_THAT(ran.err,
             ContainsSubstring("error: none.ppm: cannot be opened: No such file or directory"));
  CHECK_THAT(ran.err, ContainsSubstring("4 images: 2 done, 2 failed, in "));
}

TEST_CASE("an image output is written in the format of its name", "[cli]") {
  const Workplace here("run_write");
  here.write("a.ppm", small_picture());
  here.write("g.yaml",
             "pipeline: 1\n"
             "inputs: { image: image }\n"
             "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 4 } } }\n"
             "outputs: { o: { from: q.image, path: \"{stem}-4.png\" } }\n");
  CHECK(here.run("run g.yaml a.ppm").status == 0);
  CHECK(here.read("a-4.png").substr(1, 3) == "PNG");
  CHECK(here.run("run g.yaml a.ppm -o x.jpg").status == 0);
  CHECK(here.read("x.jpg").substr(0, 2) == "\xFF\xD8");
  const Ran wrong = here.run("run g.yaml a.ppm -o x.gif");
  CHECK(wrong.status == 2);
}

TEST_CASE("a graph without inputs, numbers and stages found at run time", "[cli]") {
  const Workplace here("run_numbers");
  here.write("n.yaml",
             "pipeline: 1\n"
             "name: sums\n"
             "stages:\n"
             "  start: { uses: kinds.number, with: { value: 2 } }\n"
             "  more:  { uses: cards.ten, in: start, with: { times: 3 } }\n"
             "outputs: { sum: { from: more, path: \"-\" } }\n");
  const Ran ran =
      here.run("run n.yaml --plugin-path " TEST_OWN_PLUGINS " --model-path " TEST_DATA "/cards");
  CHECK(ran.status == 0);
  CHECK(ran.out == "32\n");
}

TEST_CASE("words that contradict each other are refused", "[cli]") {
  const Workplace here("cli_contradict");
  here.write("a.ppm", small_picture());
  const std::string run = "run '" TEST_SOURCE "/pipelines/default.yaml' ";
  const auto refused = [&](const std::string& arguments, const std::string& text) {
    const Ran ran = here.run(run + arguments);
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring(text));
  };
  refused("a.ppm --input image=a.ppm",
          "the input 'image' is given by --input and as a.ppm: leave one of them out");
  refused("--input image=a.ppm --input image=a.ppm", "--input image is given twice");
  refused("--input image=", "--input image=: expected a file");
  refused("''", "an image has an empty name: expected a file");
  refused("a.ppm -o b.svg -o c.svg", "-o names two files, b.svg and c.svg");
  refused("a.ppm -o svg=b.svg -o svg=c.svg",
          "-o names two files, b.svg and c.svg, for the output 'svg'");
  refused("a.ppm a.ppm -o -",
          "standard output takes the output 'svg' of one image, and 2 are given: use -o DIR/");
  refused("a.ppm --swap edges=other.yaml", "expected the id of a stage, such as opencv.canny");
  CHECK_THAT(here.run("run ''").err, ContainsSubstring("the graph has an empty name"));
  CHECK_THAT(here.run("run .").err,
             ContainsSubstring("the graph . cannot be read: it is a folder"));
  CHECK_THAT(here.run("list quantise").err, ContainsSubstring("did you mean quantize?"));
  CHECK_THAT(here.run("list --plugin-path nowhere").err,
             ContainsSubstring("nowhere: no such folder (--plugin-path)"));
  CHECK_THAT(here.run("describe quantize.kmeans").out, ContainsSubstring("0 to 2147483647"));
}
