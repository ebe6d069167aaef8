// SPDX-License-Identifier: Apache-2.0
// What a stage may ask of the host, and what the host makes of a stage that breaks the contract.
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

const host::Value zero = run_stage("kinds.number", {{"value", 0}}, {}).outputs.at(0);
const host::Value one = run_stage("kinds.number", {}, {}).outputs.at(0);

std::string error_of(const std::string& how) {
  const Result result = run_stage("kinds.fault", {{"how", how}}, {&one});
  CHECK(result.status != PIPELINE_OK);
  for (const auto& output : result.outputs) CHECK_FALSE(output);
  return result.error;
}

std::vector<uint8_t> noise(size_t count) {
  std::vector<uint8_t> samples(count);
  uint32_t state = 1;
  for (auto& s : samples) s = static_cast<uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  return samples;
}

}  // namespace

TEST_CASE("every kind of parameter arrives", "[host]") {
  CHECK(bytes_of(run_stage("kinds.params", {}, {}).outputs[0]) ==
        "1 0 0.25 good none  255,0,51,255");
  const Result set = run_stage("kinds.params",
                               {{"flag", false},
                                {"count", 12},
                                {"ratio", 0.5},
                                {"mode", "fast"},
                                {"note", "a longer text than a short string holds"},
                                {"table", "/t"}},
                               {});
  CHECK(bytes_of(set.outputs[0]) ==
        "0 12 0.5 fast a longer text than a short string holds /t 255,0,51,255");
  CHECK(bytes_of(run_stage("kinds.params", {{"count", "auto"}}, {}).outputs[0]).substr(0, 4) ==
        "1 0 ");
}

TEST_CASE("optional ports may stay empty", "[host]") {
  const auto image = make_image(3, 2, 3, noise(18));
  const Result alone = run_stage("kinds.optional", {}, {&image});
  CHECK(*alone.outputs[0].number() == 1);
  CHECK_FALSE(alone.outputs[1]);
  const Result both = run_stage("kinds.optional", {}, {&image, &image});
  CHECK(*both.outputs[0].number() == 2);
  CHECK(*both.outputs[1].number() == 6);
}

TEST_CASE("a third party's type goes through untouched", "[host]") {
  const Result depth = run_stage("kinds.make_depth", {}, {&one});
  CHECK(std::string(depth.outputs[0].type()) == "kinds.depth/1");
  CHECK(*run_stage("kinds.use_depth", {}, {&depth.outputs[0]}).outputs[0].number() == 9);
}

TEST_CASE("a reduction kept per chunk is the same at any thread count", "[host]") {
  const auto image = make_image(101, 97, 3, noise(101 * 97 * 3));
  const double expected = *run_stage("kinds.sum", {}, {&image}, 1).outputs[0].number();
  CHECK(expected > 0);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CHECK(*run_stage("kinds.sum", {}, {&image}, threads).outputs[0].number() == expected);
  }
}

TEST_CASE("a view into an input costs no copy and keeps its memory", "[host]") {
  host::Value inside;
  {
    const auto image = make_image(5, 4, 3, noise(60));
    inside = run_stage("kinds.crop", {}, {&image}).outputs[0];
    CHECK(image_of<uint8_t>(inside).row(0) == image_of<uint8_t>(image).pixel(1, 1));
  }
  const auto expected = noise(60);
  CHECK(image_of<uint8_t>(inside).width() == 3);
  CHECK(image_of<uint8_t>(inside).pixel(2, 1)[2] == expected[(2 * 5 + 3) * 3 + 2]);
}

TEST_CASE("labels and paths arrive as they were built", "[host]") {
  const auto image = make_image(2, 1, 1, std::vector<uint8_t>{10, 200});
  const auto split = run_stage("kinds.split", {}, {&image}).outputs[0];
  CHECK(labels_of(split).at(0, 0) == 0);
  CHECK(labels_of(split).at(1, 0) == 1);
  CHECK(labels_of(split).palette(1) == Colour{1, 1, 1, 1});

  const auto value = run_stage("kinds.shapes", {}, {}).outputs[0];
  const Paths shapes = paths_of(value);
  REQUIRE(shapes.count() == 2);
  CHECK(shapes.verbs(0).size() == 7);
  CHECK(shapes.coords(0).size() == 2 + 2 + 4 + 6 + 7 + 0 + 5);
  CHECK(shapes.fill_rule(0) == PIPELINE_EVEN_ODD);
  CHECK(shapes.stops(shapes.gradient_at(shapes.gradient(0))).size() == 2);
  CHECK(shapes.stroke_width(1) == 2.5F);
  CHECK(shapes.label(1) == 7);
}

TEST_CASE("whatever a stage throws becomes its error", "[host]") {
  CHECK(error_of("error") == "no such thing here");
  CHECK(error_of("memory") == "out of memory");
  CHECK(error_of("standard") == "a standard exception");
  CHECK(error_of("unknown") == "an exception of unknown type");
  CHECK(error_of("loop") == "thrown in a loop");
  CHECK(error_of("create") == "not in this mood");
  CHECK(run_stage("kinds.fault", {{"how", "loop"}}, {&zero}).status == PIPELINE_OK);
}

TEST_CASE("a stage that breaks the contract is told apart", "[host]") {
  CHECK(error_of("empty") == "broken stage: it ended well but left output 'image' empty");
  CHECK(error_of("twice") == "broken stage: output 'image' was emitted twice");
  CHECK(error_of("foreign") ==
        "broken stage: pixels does not lie in memory of new_buffer or of an input");
  CHECK(error_of("format") ==
        "broken stage: output 'image' is 4 channels where 3 channels is needed");
}

TEST_CASE("an input outside the port's format is refused before the call", "[host]") {
  const auto wide = make_image(1, 1, 3, std::vector<uint16_t>{1, 2, 3});
  const Result result = run_stage("kinds.sum", {}, {&wide});
  CHECK(result.status == PIPELINE_BAD_ARGUMENT);
  CHECK(
      result.error ==
      "input 'image' is u16 where u8 is needed; an image.convert stage before it can change that");
  CHECK(
      run_stage("kinds.sum", {}, {&one}).error ==
      "input 'image' is of type number where image is needed; an image.convert stage before it can "
      "change that");
}

TEST_CASE("the smallest plugins work", "[host]") {
  const auto image = make_image(2, 1, 1, std::vector<uint8_t>{10, 200});
  const auto inverted = run_stage("example_c.invert", {}, {&image});
  CHECK(int{image_of<uint8_t>(inverted.outputs[0]).row(0)[0]} == 245);
  const auto black = run_stage("example_cpp.threshold", {{"level", 0.9}}, {&image});
  CHECK(int{image_of<uint8_t>(black.outputs[0]).row(0)[1]} == 0);
}

TEST_CASE("stages found at run time work as others do", "[host]") {
  CHECK(*run_stage("cards.ten", {}, {&one}).outputs[0].number() == 11);
  CHECK(*run_stage("cards.two_and_a_half", {{"times", 2}}, {&one}).outputs[0].number() == 6);
}
