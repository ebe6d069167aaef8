// SPDX-License-Identifier: Apache-2.0
// Shipped graphs on a small picture, byte for byte, on both executors. To accept a change on
// purpose: PIPELINE_UPDATE_GOLDEN=1 build/tests/test_pipelines
#include <cstdlib>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

TEST_CASE("the graphs make what they made before", "[pipelines]") {
  for (const std::string name : {"default"}) {
    const Workplace here("golden_" + name);
    here.write("small.ppm", small_picture());
    const std::string golden = TEST_SOURCE "/tests/pipelines/" + name + ".svg";
    for (const std::string executor : {"serial", "flow"}) {
      const Ran ran = here.run("run '" TEST_SOURCE "/pipelines/" + name +
                               ".yaml' small.ppm -o o.svg --executor " + executor);
      REQUIRE(ran.status == 0);
      if (std::getenv("PIPELINE_UPDATE_GOLDEN")) std::ofstream(golden) << here.read("o.svg");
      CHECK(here.read("o.svg") == read_file(golden));
    }
  }
}

TEST_CASE("the picture of the README is what the graph makes of the sample", "[pipelines]") {
  const Workplace here("golden_sample");
  REQUIRE(here.run("run '" TEST_SOURCE "/pipelines/default.yaml' -o o.svg").status == 0);
  const std::string shown = TEST_SOURCE "/docs/images/harbour.svg";
  if (std::getenv("PIPELINE_UPDATE_GOLDEN")) std::ofstream(shown) << here.read("o.svg");
  CHECK((here.read("o.svg") == read_file(shown)));
}
