// SPDX-License-Identifier: Apache-2.0
// pipeline bench, as a user sees it. Times are not tested: only that they are told.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

const std::string graph =
    "pipeline: 1\n"
    "inputs:\n  image: image\n"
    "stages:\n  q: { uses: quantize.kmeans, in: image, with: { colors: 8, seed: 5 } }\n"
    "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n"
    "metrics:\n"
    "  psnr: { uses: metric.psnr, in: { reference: image, test: q.image }, margin: 0.1 }\n";

void prepare(const Workplace& here) {
  here.write("g.yaml", graph);
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(70, 41));
}

const std::string quick = " --budget 0.1 --threads 2 ";

}  // namespace

TEST_CASE("bench: what stages, images and the framework cost is told", "[cli]") {
  const Workplace here("bench_told");
  prepare(here);
  const Ran ran = here.run("bench g.yaml a.ppm b.ppm" + quick);
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("stage after stage, each on 2 threads: "));
  CHECK_THAT(ran.out, ContainsSubstring("images in parallel on 2 threads, each stage on one: "));
  CHECK_THAT(ran.out, ContainsSubstring("\nq        quantize.kmeans  "));
  CHECK_THAT(ran.out, ContainsSubstring("\no.write         io.write  "));
  CHECK_THAT(ran.out, !ContainsSubstring("\npsnr  "));  // no output needs it
  CHECK_THAT(ran.out, ContainsSubstring("made of 2 images: o ") && ContainsSubstring("psnr (dB) "));
  CHECK_THAT(ran.out, ContainsSubstring("framework: an empty stage costs "));
  CHECK_FALSE(here.has("a.png"));
}

TEST_CASE("bench: what is worse than before ends with status 4", "[cli]") {
  const Workplace here("bench_worse");
  prepare(here);
  REQUIRE(here.run("bench g.yaml a.ppm b.ppm --json old.json" + quick).status == 0);
  CHECK(here.run("bench g.yaml a.ppm b.ppm --against old.json" + quick).status == 0);
  const Ran fewer =
      here.run("bench g.yaml a.ppm b.ppm --against old.json --set q.colors=2" + quick);
  CHECK(fewer.status == 4);
  CHECK_THAT(fewer.err, ContainsSubstring("error: worse: metric 'psnr': "));
  CHECK_THAT(fewer.err, !ContainsSubstring("output 'o'"));
  const Ran more =
      here.run("bench g.yaml a.ppm b.ppm --against old.json --set q.colors=64" + quick);
  CHECK(more.status == 4);
  CHECK_THAT(more.err, ContainsSubstring("error: worse: output 'o': "));
  CHECK(here.run("bench g.yaml a.ppm b.ppm --against old.json --set q.colors=64 --tolerance 9" +
                 quick)
            .status == 0);
}

TEST_CASE("bench: what is gone counts as worse", "[cli]") {
  const Workplace here("bench_gone");
  prepare(here);
  REQUIRE(here.run("bench g.yaml a.ppm --json old.json" + quick).status == 0);
  std::string text = here.read("g.yaml");
  text.replace(text.find("outputs: { o:"), 13, "outputs: { p:");
  text.resize(text.find("metrics:"));
  here.write("g.yaml", text);
  const Ran gone = here.run("bench g.yaml a.ppm --against old.json" + quick);
  CHECK(gone.status == 4);
  CHECK_THAT(gone.err, ContainsSubstring("worse: output 'o' is gone") &&
                           ContainsSubstring("worse: metric 'psnr' is gone"));
}

TEST_CASE("bench: a build is held against itself", "[cli]") {
  const Workplace here("bench_build");
  prepare(here);
  const Ran ran = here.run("bench g.yaml a.ppm --against @" TEST_PLUGINS + quick);
  CHECK((ran.status == 0 || ran.status == 4));  // live timing on a machine that may be busy
  CHECK_THAT(ran.err, ContainsSubstring("against the build in " TEST_PLUGINS "\nnow: ") &&
                          ContainsSubstring("the same output"));
}

TEST_CASE("bench: wrong use says what was expected", "[cli]") {
  const Workplace here("bench_wrong");
  prepare(here);
  here.write("none.json", "{}");
  std::filesystem::create_directories(here.path() / "empty");
  const auto refused = [&](const std::string& words, const std::string& part) {
    const Ran ran = here.run("bench " + words + quick);
    INFO(words << "\n" << ran.err);
    CHECK(ran.status == 2);
    CHECK_THAT(ran.err, ContainsSubstring(part));
  };
  refused("", "bench needs a graph");
  refused("g.yaml a.ppm --against none.json", "expected what `pipeline bench --json FILE` writes");
  refused("g.yaml a.ppm --against gone.json", "No such file");
  refused("g.yaml a.ppm --against @gone", "expected a folder of plugins");
  refused("g.yaml a.ppm --against @empty", "it has no plugin of which the graph uses a stage");
  refused("g.yaml a.ppm --json a.ppm", "would overwrite the input a.ppm");
  REQUIRE(here.run("bench g.yaml a.ppm --json old.json" + quick).status == 0);
  refused("g.yaml b.ppm --against old.json", "it is of other images (1)");
  here.write("bad.ppm", "P6 9 9 255\n");
  const Ran bad = here.run("bench g.yaml bad.ppm a.ppm" + quick);
  CHECK(bad.status == 1);
  CHECK_THAT(bad.err, ContainsSubstring("error: bad.ppm: stage 'image': "));
  CHECK_THAT(bad.out, ContainsSubstring("made of 1 image: "));
}
