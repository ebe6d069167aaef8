// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/plan.hpp"

#include <stdexcept>

#include "support/catch.hpp"

using namespace pipeline;
using namespace pipeline::compare;

namespace {

std::vector<std::string> names_of(const std::vector<Choice>& choices) {
  std::vector<std::string> names;
  for (const Plan& plan : make_plans(choices, {})) names.push_back(plan.name);
  return names;
}

std::vector<std::string> values_of(const std::string& sweep) { return parse_sweep(sweep).values; }

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a sweep has values, ranges, or both", "[compare]") {
  CHECK(values_of("q.colors=8,16") == Texts{"8", "16"});
  CHECK(values_of("q.colors=8:32:8") == Texts{"8", "16", "24", "32"});
  CHECK(values_of("q.colors=2,8:4:-2") == Texts{"2", "8", "6", "4"});
  CHECK(values_of("q.sigma=0.1:0.3:0.1") == Texts{"0.1", "0.2", "0.3"});
  CHECK(values_of("q.mode=a:b:c,auto") == Texts{"a:b:c", "auto"});
  CHECK(parse_sweep("clean/q.colors=2").key == "clean/q.colors");
}

TEST_CASE("what cannot be a choice is refused with what was expected", "[compare]") {
  for (const char* word : {"q.colors", "=8", "q.colors=", "q.colors=8,", "q.colors=8:2:1",
                           "q.colors=8:2:0", "q.colors=1:1000:1"}) {
    CAPTURE(word);
    CHECK_THROWS_AS(parse_sweep(word), std::invalid_argument);
  }
  CHECK_THROWS_WITH(parse_swap("q"), "q: expected STAGE=ID,ID...");
}

TEST_CASE("nothing is chosen twice", "[compare]") {
  const std::string told = "q.colors is given twice: give all its values in one place";
  CHECK_THROWS_WITH(make_plans({parse_sweep("q.colors=8,16"), parse_sweep("q.colors=32")}, {}),
                    told);
  graph::Overrides common;
  common.sets.push_back({"q.colors", "4"});
  CHECK_THROWS_WITH(make_plans({parse_sweep("q.colors=8,16")}, common), told);
}

TEST_CASE("variants are called by what tells them apart", "[compare]") {
  CHECK(names_of({parse_swap("q=quantize.kmeans,quantize.wu")}) == Texts{"kmeans", "wu"});
  CHECK(names_of({parse_swap("q=quantize.kmeans,opencv.kmeans,quantize.wu")}) ==
        Texts{"quantize.kmeans", "opencv.kmeans", "wu"});
  CHECK(names_of({parse_swap("q=quantize.kmeans,quantize.kmeans")}) == Texts{"kmeans", "kmeans#2"});
  CHECK(names_of({parse_swap("q=quantize.wu,quantize.wu@old/quantize.so")}) ==
        Texts{"wu", "wu@old/quantize.so"});
  CHECK(names_of({parse_sweep("a.low=1"), parse_sweep("b.low=2,3")}) ==
        Texts{"a.low=1 b.low=2", "a.low=1 b.low=3"});
}

TEST_CASE("several choices make a grid, the first values first", "[compare]") {
  graph::Overrides common;
  common.sets.push_back({"q.seed", "3"});
  const auto plans = make_plans(
      {parse_swap("q=quantize.kmeans,quantize.wu"), parse_sweep("q.colors=8,16")}, common);
  REQUIRE(plans.size() == 4);
  CHECK(plans[0].name == "kmeans colors=8");
  CHECK(plans[3].name == "wu colors=16");
  CHECK(plans[3].changes.swaps.at(0).id == "quantize.wu");
  CHECK(plans[3].changes.sets.at(0).value == "3");
  CHECK(plans[3].changes.sets.at(1).value == "16");
  CHECK_THROWS_AS(make_plans({parse_sweep("a.b=1:20:1"), parse_sweep("a.c=1:20:1")}, {}),
                  std::invalid_argument);
}
