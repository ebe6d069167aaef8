// SPDX-License-Identifier: Apache-2.0
// pipeline verify, as a user sees it.
#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

// A number made of the picture, through a stage that may depend on how it is run.
Ran verify(const Workplace& here, const std::string& stage, const std::string& options = "") {
  here.write("g.yaml",
             "pipeline: 1\ninputs: { image: image }\nstages:\n"
             "  grey: { uses: image.convert, in: image, with: { channels: grey } }\n"
             "  sum: { uses: kinds.sum, in: grey }\n"
             "  odd: { uses: " +
                 stage +
                 ", in: sum }\n"
                 "  more: { uses: kinds.add, in: odd, with: { bias: 1 } }\n"
                 "outputs: { o: { from: more, path: n.txt } }\n");
  here.write("a.ppm", small_picture());
  return here.run("verify g.yaml a.ppm --threads 3 --plugin-path '" TEST_OWN_PLUGINS "' " +
                  options);
}

}  // namespace

TEST_CASE("verify: the default graph is the same however it is run", "[cli]") {
  const Workplace here("verify_default");
  here.write("a.ppm", small_picture(90, 70));
  here.write("b.ppm", small_picture(31, 17));
  const Ran ran = here.run("verify pipelines/default.yaml a.ppm b.ppm --seed 7 --threads 3");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out,
             ContainsSubstring("the same, bit for bit: ") &&
                 ContainsSubstring(" on 2 images\n"
                                   "run: on 1 thread, on 2 threads, on 3 threads, 7 images "
                                   "at once on 3 threads; in 4 shuffled orders, seed 7\n"
                                   "fingerprint "));
  CHECK_FALSE(here.has("a.svg"));
  const Ran other = here.run("verify pipelines/default.yaml a.ppm b.ppm --seed 9 --rounds 1");
  const auto print = [](const std::string& out) { return out.substr(out.find("fingerprint")); };
  CHECK(print(other.out) == print(ran.out));
}

TEST_CASE("verify: a stage that depends on the order of its chunks is named", "[cli]") {
  const Workplace here("verify_order");
  const Ran ran = verify(here, "kinds.last_chunk", "--rounds 3");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.out, ContainsSubstring("stage 'odd' differs ") &&
                          ContainsSubstring(" on a.ppm: last, ") && ContainsSubstring(" against "));
  CHECK(ran.out.find("'more'") == std::string::npos);  // it only passes on what it gets
  const Ran json = verify(here, "kinds.last_chunk", "--json");
  CHECK_THAT(json.out,
             ContainsSubstring("{\"same\": false") || ContainsSubstring("\"same\": false"));
  CHECK_THAT(json.out,
             ContainsSubstring("\"stage\": \"odd\"") && ContainsSubstring("\"xxh128\": \""));
}

TEST_CASE("verify: a stage that says it may differ does no harm", "[cli]") {
  const Workplace here("verify_moody");
  const Ran ran = verify(here, "kinds.moody");
  CHECK(ran.status == 0);
  CHECK_THAT(ran.out,
             ContainsSubstring("it does not declare itself pure, and may; what follows from it is "
                               "not judged\n"));
  CHECK(ran.out.find("the same, bit for bit") == std::string::npos);
}

TEST_CASE("verify: what cannot be run is told", "[cli]") {
  const Workplace here("verify_bad");
  here.write("bad.ppm", "P6 9 9 255\n");
  const Ran ran = here.run("verify pipelines/default.yaml bad.ppm gone.ppm");
  CHECK(ran.status == 1);
  CHECK_THAT(ran.err, ContainsSubstring("error: bad.ppm: stage 'image': ") &&
                          ContainsSubstring("error: gone.ppm: cannot be opened"));
  CHECK(here.run("verify").status == 2);
  CHECK(here.run("verify pipelines/default.yaml - < bad.ppm").status == 2);
}
