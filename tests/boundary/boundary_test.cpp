// SPDX-License-Identifier: Apache-2.0
// The promises of docs/abi.md about hosts and plugins of other ages, libraries and manners.
#include <algorithm>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

std::string graph_of(const std::string& stage) {
  return "pipeline: 1\ninputs: { image: image }\nstages:\n  it: { uses: " + stage +
         ", in: image }\noutputs: { picture: { from: it, path: out.ppm } }\n";
}

// By the program, from the folder of plugins and with the readers of the build.
Ran run(const Workplace& here, const std::string& program, const std::string& folder) {
  return here.shell("PIPELINE_PLUGIN_PATH='" TEST_PLUGINS "' '" + program +
                    "' run graph.yaml photo.ppm --quiet --plugin-path '" + folder + "'");
}

// Whether out.ppm has the negative of the samples of photo.ppm.
bool is_inverted(const Workplace& here) {
  const std::string photo = here.read("photo.ppm"), made = here.read("out.ppm");
  const size_t begin = photo.find("255\n") + 4;
  if (made.size() < photo.size() - begin) return false;
  return std::equal(photo.begin() + static_cast<std::ptrdiff_t>(begin), photo.end(),
                    made.end() - static_cast<std::ptrdiff_t>(photo.size() - begin),
                    [](char a, char b) { return static_cast<char>(~a) == b; });
}

}  // namespace

TEST_CASE("a plugin built for this minor version runs in a host of the next") {
  const Workplace here("boundary_next");
  here.write("photo.ppm", small_picture());
  here.write("graph.yaml", graph_of("example_c.invert"));
  for (const std::string program : {TEST_PIPELINE, TEST_NEXT}) {
    const Ran ran = run(here, program, TEST_OWN_PLUGINS);
    INFO(program << ran.err);
    CHECK(ran.status == 0);
    CHECK(is_inverted(here));
    CHECK(here.shell("rm out.ppm").status == 0);
  }
}

TEST_CASE("a plugin of the next minor version runs there, and is refused here in one line") {
  const Workplace here("boundary_newer");
  here.write("photo.ppm", small_picture());
  here.write("graph.yaml", graph_of("example_c.invert"));
  const Ran there = run(here, TEST_NEXT, TEST_BOUNDARY "/newer");
  INFO(there.err);
  CHECK(there.status == 0);
  CHECK(is_inverted(here));
  const Ran refused = run(here, TEST_PIPELINE, TEST_BOUNDARY "/newer");
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, ContainsSubstring("needs version 1." TEST_NEXT_MINOR
                                            " of the plugin contract, this host offers 1."));
}

TEST_CASE("a plugin built with the next header for this minor version runs here") {
  const Workplace here("boundary_targets");
  here.write("photo.ppm", small_picture());
  here.write("graph.yaml", graph_of("example_c.invert"));
  for (const std::string program : {TEST_PIPELINE, TEST_NEXT}) {
    const Ran ran = run(here, program, TEST_BOUNDARY "/targets_older");
    INFO(program << ran.err);
    CHECK(ran.status == 0);
    CHECK(is_inverted(here));
  }
}

TEST_CASE("two plugins in one graph keep each its own version of a library") {
  const Workplace here("boundary_versions");
  here.write("photo.ppm", small_picture());
  here.write(
      "graph.yaml",
      "pipeline: 1\ninputs: { image: image }\nstages:\n"
      "  one: { uses: with_1.paint, in: image }\n"
      "  two: { uses: with_2.paint, in: image }\n"
      "outputs:\n  one: { from: one, path: one.ppm }\n  two: { from: two, path: two.ppm }\n");
  const Ran ran = run(here, TEST_PIPELINE, TEST_BOUNDARY "/plugins");
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  CHECK(here.read("one.ppm").back() == 1);
  CHECK(here.read("two.ppm").back() == 2);
}

TEST_CASE("an exception that leaves a plugin ends its own run, which names it, and no other") {
  const Workplace here("boundary_throws");
  here.write("photo.ppm", small_picture());
  here.write("graph.yaml", graph_of("thrower.throw"));
  const Ran thrown = run(here, TEST_PIPELINE, TEST_BOUNDARY "/plugins");
  CHECK(thrown.status == 134);
  CHECK_THAT(thrown.err, ContainsSubstring("stage 'it'"));
  CHECK_THAT(thrown.err, ContainsSubstring("thrower.so"));
  CHECK_FALSE(here.has("out.ppm"));
  here.write("graph.yaml", graph_of("with_1.paint"));
  CHECK(run(here, TEST_PIPELINE, TEST_BOUNDARY "/plugins").status == 0);
  const Ran tested = here.run("plugin test '" TEST_BOUNDARY "/plugins/thrower.so' --only works");
  CHECK(tested.status == 1);
  CHECK_THAT(tested.out, ContainsSubstring("it crashed: Aborted"));
}
