// SPDX-License-Identifier: Apache-2.0
// Shipped graphs on a small picture, byte for byte, on both executors. To accept a change on
// purpose: PIPELINE_UPDATE_GOLDEN=1 build/tests/test_pipelines
#include <cstdlib>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline::test;

namespace {

void check_golden(const std::string& graph, const std::string& picture, const std::string& made) {
  const Workplace here("golden_" + graph);
  const std::string golden = TEST_SOURCE "/tests/pipelines/" + made;
  for (const std::string executor : {"serial", "flow"}) {
    INFO(graph << ", " << executor);
    here.write("small.ppm", small_picture());
    const Ran ran = here.run("run '" TEST_SOURCE "/pipelines/" + graph + ".yaml' '" + picture +
                             "' -o " + made + " --executor " + executor);
    REQUIRE(ran.status == 0);
    if (std::getenv("PIPELINE_UPDATE_GOLDEN")) std::ofstream(golden) << here.read(made);
    CHECK((here.read(made) == read_file(golden)));
  }
}

}  // namespace

TEST_CASE("the graphs make what they made before", "[pipelines]") {
  check_golden("default", "small.ppm", "default.svg");
  check_golden("icon", TEST_SOURCE "/docs/images/lighthouse.png", "icon.svg");
  check_golden("poster", "small.ppm", "poster.svg");
  check_golden("line_art", TEST_SOURCE "/docs/images/boat.png", "line_art.svg");
  check_golden("photo", "small.ppm", "photo.svg");
  check_golden("pixel_art", TEST_SOURCE "/docs/images/fish.ppm", "pixel_art.svg");
  check_golden("quantize_only", "small.ppm", "quantize_only.ppm");
}

TEST_CASE("every graph has a golden picture", "[pipelines]") {
  for (const auto& file : std::filesystem::directory_iterator(TEST_SOURCE "/pipelines")) {
    const std::string stem = TEST_SOURCE "/tests/pipelines/" + file.path().stem().string();
    INFO(file.path());
    CHECK((std::filesystem::exists(stem + ".svg") || std::filesystem::exists(stem + ".ppm")));
  }
}

TEST_CASE("the picture of the README is what the graph makes of the sample", "[pipelines]") {
  const Workplace here("golden_sample");
  REQUIRE(here.run("run '" TEST_SOURCE "/pipelines/default.yaml' -o o.svg").status == 0);
  const std::string shown = TEST_SOURCE "/docs/images/harbour.svg";
  if (std::getenv("PIPELINE_UPDATE_GOLDEN")) std::ofstream(shown) << here.read("o.svg");
  CHECK((here.read("o.svg") == read_file(shown)));
}

TEST_CASE("a stage of the same job can be swapped in", "[pipelines]") {
  const Workplace here("swapped");
  here.write("small.ppm", small_picture());
  for (const std::string swap :
       {"quantize=quantize.kmeans", "quantize=quantize.median_cut", "quantize=quantize.wu",
        "quantize=quantize.octree", "edges=edges.sobel", "edges=edges.gradient",
        "paths=paths.polygon", "paths=paths.centerline"}) {
    INFO(swap);
    CHECK(here.run("run '" TEST_SOURCE "/pipelines/default.yaml' small.ppm -o o.svg --swap " + swap)
              .status == 0);
  }
}
