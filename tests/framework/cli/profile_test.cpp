// SPDX-License-Identifier: Apache-2.0
// --profile and --trace: what they say of a run.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

size_t count_of(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a profile has a line for each stage", "[cli]") {
  const Workplace here("profile_table");
  here.write("a.ppm", small_picture());
  here.write("b.ppm", small_picture(30, 20));
  const Ran ran = here.run("run pipelines/default.yaml a.ppm b.ppm -o out/ --profile");
  CHECK(ran.status == 0);
  CHECK(ran.out.empty());
  for (const std::string stage : {"quantize  quantize.flat", "edges     edges.canny",
                                  "paths     paths.trace", "svg       svg.document"}) {
    CHECK_THAT(ran.err, ContainsSubstring("\n" + stage + " "));
  }
  CHECK_THAT(ran.err, ContainsSubstring("; peak memory of the process "));
}

TEST_CASE("a profile as JSON has a sample for each warm call", "[cli]") {
  const Workplace here("profile_json");
  here.write("a.ppm", small_picture());
  const Ran ran =
      here.run("run pipelines/default.yaml a.ppm -o out/ --profile --json --repeat 3 --quiet");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out, ContainsSubstring("{\"images\": 1, \"threads\": "));
  const size_t at = ran.out.find("\"quantize\": {\"uses\": \"quantize.flat\", \"ms\": [");
  REQUIRE(at != std::string::npos);
  const std::string samples = ran.out.substr(at, ran.out.find(']', at) - at);
  CHECK(count_of(samples, ".") == 3 + 1);  // and that of the id
  CHECK_THAT(ran.out.substr(at), ContainsSubstring("\"pixels\": 3072, \"peak_bytes\": 1"));
  CHECK(here.run("run pipelines/default.yaml a.ppm --json").err ==
        "error: --json is for --profile: add it\n");
}

TEST_CASE("repetitions are of one image, written once", "[cli]") {
  const Workplace here("profile_repeat");
  here.write("a.ppm", small_picture());
  const std::string run = "run pipelines/default.yaml a.ppm --repeat 2 ";
  const Ran once = here.run(run);
  CHECK_THAT(once.err, ContainsSubstring("1 image 3 times: 3 done, 0 failed, in "));
  CHECK(count_of(once.err, "wrote ") == 1);
  CHECK(here.run(run + "-o -").out == here.read("a.svg"));
  const Ran judged = here.run(run + "--profile --json --metrics");
  CHECK(judged.out.starts_with("{\"images\": 1, "));
  CHECK_THAT(judged.err, ContainsSubstring("\nimage  psnr (dB)"));
  CHECK(here.run(run + "--profile --json -o -").err ==
        "error: --json is printed on standard output, and so is an output of the graph: name a "
        "file for it with -o\n");
}

TEST_CASE("what fails in each repetition is told once", "[cli]") {
  const Workplace here("profile_failing");
  here.write("a.ppm", small_picture());
  here.write("bad.ppm", "P6 9 9 255\n");
  const Ran ran = here.run("run pipelines/default.yaml a.ppm bad.ppm -o out/ --repeat 3");
  CHECK(ran.status == 1);
  CHECK(count_of(ran.err, "error: bad.ppm: ") == 1);
  CHECK_THAT(ran.err, ContainsSubstring("2 images 4 times: 4 done, 4 failed, in "));
}

TEST_CASE("a trace has a slice for each call and an arrow chain for each image", "[cli]") {
  const Workplace here("profile_trace");
  here.write("a.ppm", small_picture());
  here.write("b \"2\".ppm", small_picture(30, 20));
  CHECK(here.run("run pipelines/default.yaml a.ppm 'b \"2\".ppm' -o out/ --trace t.json").status ==
        0);
  const std::string trace = here.read("t.json");
  CHECK(count_of(trace, "\"ph\": \"X\"") == 2 * 7);  // read, five stages, write
  CHECK(count_of(trace, "\"ph\": \"s\"") == 2);
  CHECK(count_of(trace, "\"ph\": \"f\"") == 2);
  CHECK(count_of(trace, "\"ph\": \"t\"") == 2 * 5);
  CHECK_THAT(trace, ContainsSubstring("\"image\": \"b \\\"2\\\".ppm\""));
}
