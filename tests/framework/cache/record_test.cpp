// SPDX-License-Identifier: Apache-2.0
// What is told of a change.
#include "framework/cache/record.hpp"

#include "support/catch.hpp"

using namespace pipeline::cache;

namespace {

Record sample() {
  Record record;
  record.inputs = {{"image", "11"}};
  record.steps.push_back(
      {{"image", "io.read", true, {{"io.so", "c1"}}, {}, {{"bytes", "image"}}}, "k1"});
  record.steps.push_back({{"few/q",
                           "quantize.kmeans",
                           true,
                           {{"quantize.so", "c2"}, {"a library that quantize.so links", "l2"}},
                           {{"colors", "8"}, {"note", "a\tb\\n\nc"}, {"model", "file 99"}},
                           {{"image", "image.image"}, {"mask", ""}}},
                          "k2"});
  record.steps.push_back({{"svg", "svg.document", false, {}, {}, {{"paths", "few/q.paths"}}}, ""});
  return record;
}

}  // namespace

TEST_CASE("a record comes back from its text", "[record]") {
  const Record record = sample();
  const auto again = parse_record(text_of(record));
  REQUIRE(again);
  CHECK(again->inputs == record.inputs);
  REQUIRE(again->steps.size() == record.steps.size());
  for (size_t s = 0; s < record.steps.size(); ++s) {
    CHECK(again->steps[s].facts == record.steps[s].facts);
    CHECK(again->steps[s].key == record.steps[s].key);
  }
  CHECK_FALSE(parse_record(""));
  CHECK_FALSE(parse_record("pipeline cache record 2\n"));
  CHECK_FALSE(parse_record("pipeline cache record 1\nkey\tpure\tx\n"));
  CHECK_FALSE(parse_record("pipeline cache record 1\nstep\ta\tb.c\nother\tx\ty\n"));
}

TEST_CASE("the one thing that changed is named", "[record]") {
  const Record before = sample();
  const auto told = [&](size_t step, auto change) {
    Record now = sample();
    change(now);
    return changes(before, now, step);
  };
  const auto q = [](Record& r) -> StepFacts& { return r.steps[1].facts; };
  CHECK(told(1, [](Record&) {}).empty());
  CHECK(told(1, [&](Record& r) { q(r).parameters[0].value = "16"; }) ==
        "its parameter 'colors' changed (16, was 8)");
  CHECK(told(1, [&](Record& r) { q(r).parameters[2].value = "file 98"; }) ==
        "its parameter 'model' changed");
  CHECK(told(1, [&](Record& r) {
          q(r).parameters[0].value = "16";
          q(r).parameters[1].value = std::string(100, 'x');
        }) == "its parameter 'colors' changed (16, was 8); its parameter 'note' changed");
  CHECK(told(1, [&](Record& r) {
          q(r).parameters.push_back({"seed", "1"});
        }) == "its parameter 'seed' changed");
  CHECK(told(1, [&](Record& r) { q(r).code[0].value = "c3"; }) == "quantize.so changed");
  CHECK(told(1, [&](Record& r) { q(r).code[1].value = "l3"; }) ==
        "a library that quantize.so links changed");
  CHECK(told(1, [&](Record& r) { q(r).stage = "quantize.wu"; }) ==
        "it is quantize.wu, was quantize.kmeans");
  CHECK(told(1, [&](Record& r) { q(r).inputs[1].value = "image.image"; }) ==
        "its input 'mask' comes from image.image, was nothing");
  CHECK(told(1, [](Record& r) { r.steps[0].key = "other"; }) == "upstream 'image' changed");
  CHECK(told(2, [](Record& r) { r.steps[1].key = "other"; }) == "upstream 'few/q' changed");
  CHECK(told(0, [](Record& r) { r.inputs[0].value = "12"; }) == "the input changed");
  CHECK(told(1, [&](Record& r) { q(r).name = "p"; }) == "it is new in the graph");
}

TEST_CASE("a record lies where its graph and its image are, however they are called", "[record]") {
  using Paths = std::vector<std::filesystem::path>;
  const Key place = place_of("g.yaml", Paths{"a.png"});
  CHECK(place == place_of(std::filesystem::absolute("g.yaml"), Paths{"./b/../a.png"}));
  CHECK(place != place_of("h.yaml", Paths{"a.png"}));
  CHECK(place != place_of("g.yaml", Paths{"b.png"}));
  CHECK(place != place_of("g.yaml", Paths{"-"}));
}
