// SPDX-License-Identifier: Apache-2.0
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline::test;

TEST_CASE("metric.bytes counts", "[metric]") {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{4096}, size_t{100003}}) {
    const auto document = make_bytes("image/svg+xml", std::string(size, '<'));
    const Result result = run_stage("metric.bytes", {}, {&document});
    REQUIRE(result.status == PIPELINE_OK);
    CHECK(result.outputs[0].number() == static_cast<double>(size));
  }
}
