// SPDX-License-Identifier: Apache-2.0
// run --metrics: the numbers of a graph, as a user reads them.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

// Counts bytes and compares each picture to the one named `other`.
const std::string graph =
    "pipeline: 1\n"
    "inputs:\n  image: image\n  other: image\n"
    "stages: { q: { uses: quantize.kmeans, in: image, with: { colors: 2 } } }\n"
    "outputs: { o: { from: q.image, path: \"{stem}.png\" } }\n"
    "metrics:\n"
    "  like: { uses: metric.psnr, in: { reference: other, test: image } }\n"
    "  alike: { uses: metric.ssim, in: { reference: other, test: image } }\n";

// One grey level everywhere.
std::string even(int level, int width = 16) {
  return "P5 " + std::to_string(width) + " 12 255\n" +
         std::string(static_cast<size_t>(width) * 12, static_cast<char>(level));
}

}  // namespace

TEST_CASE("metrics stand in a table, with means and medians of several images", "[cli]") {
  const Workplace here("metrics_table");
  here.write("g.yaml", graph);
  here.write("other.pgm", even(100));
  here.write("a.pgm", even(100));
  here.write("b.pgm", even(101));
  here.write("c.pgm", even(110));
  const std::string run = "run g.yaml --input other=other.pgm --metrics ";
  const Ran one = here.run(run + "b.pgm");
  CHECK(one.status == 0);
  CHECK(one.out ==
        "image  like (dB)   alike\n"
        "b.pgm    48.1308  1.0000\n");
  for (const std::string executor : {"serial", "flow"}) {
    const Ran all = here.run(run + "c.pgm a.pgm b.pgm --executor " + executor);
    CHECK(all.status == 0);
    CHECK(all.out ==
          "image   like (dB)   alike\n"
          "c.pgm     28.1308  0.9955\n"
          "a.pgm         100       1\n"
          "b.pgm     48.1308  1.0000\n"
          "mean      58.7539  0.9985\n"
          "median    48.1308  1.0000\n");
  }
  CHECK(here.has("a.png"));
  CHECK(here.run("run g.yaml --input other=other.pgm a.pgm").out.empty());
}

TEST_CASE("an image whose metric fails has failed, alone", "[cli]") {
  const Workplace here("metrics_fail");
  here.write("g.yaml", graph);
  here.write("other.pgm", even(100));
  here.write("a.pgm", even(100));
  here.write("wide.pgm", even(100, 20));
  const Ran ran = here.run("run g.yaml --input other=other.pgm --metrics a.pgm wide.pgm");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("wide.pgm: stage 'like': test is 20 x 12 pixels and "
                                        "reference 16 x 12"));
  CHECK(ran.out ==
        "image  like (dB)  alike\n"
        "a.pgm        100      1\n");
  CHECK_FALSE(here.has("wide.png"));
}

TEST_CASE("metrics go where no output goes; a graph without any says so", "[cli]") {
  const Workplace here("metrics_where");
  here.write("g.yaml", graph);
  here.write("a.pgm", even(100));
  const Ran piped = here.run("run g.yaml --input other=a.pgm --metrics a.pgm -o -");
  CHECK(piped.status == 0);
  CHECK(piped.out.substr(1, 3) == "PNG");
  CHECK_THAT(piped.err, ContainsSubstring("image  like (dB)  alike\n"));
  here.write("n.yaml",
             "pipeline: 1\ninputs: { file: bytes }\noutputs: { o: { from: file, path: \"-\" } }\n"
             "metrics: { size: { uses: metric.bytes, in: file } }\n");
  const Ran both = here.run("run n.yaml a.pgm --metrics");
  CHECK(both.status == 0);
  CHECK(both.out == even(100));
  CHECK_THAT(both.err, ContainsSubstring("image  size (bytes)\na.pgm           205\n"));
  here.write("none.yaml",
             "pipeline: 1\ninputs: { file: bytes }\noutputs: { o: { from: file, path: x } }\n");
  const Ran none = here.run("run none.yaml a.pgm --metrics");
  CHECK(none.status == 2);
  CHECK(none.err == "error: --metrics: the graph has none: add some under `metrics:`\n");
  CHECK_FALSE(here.has("x"));
}

TEST_CASE("the default graph judges itself", "[cli]") {
  const Workplace here("metrics_default");
  here.write("a.ppm", small_picture());
  if (here.run("list svg").out.find("cannot run here") != std::string::npos) {
    std::puts("skipped: librsvg absent; './pipeline setup svg' gets it");
    return;
  }
  const Ran ran = here.run("run pipelines/default.yaml a.ppm --metrics");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("image  psnr (dB)    ssim  size (bytes)\na.ppm"));
  CHECK_THAT(ran.out, ContainsSubstring(std::to_string(here.read("a.svg").size()) + "\n"));
}
