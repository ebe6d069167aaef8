// SPDX-License-Identifier: Apache-2.0
// What steps make, as bytes and back.
#include "framework/cache/made.hpp"

#include "framework/host/difference.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::cache;
using namespace pipeline::test;

namespace {

struct Fixture {
  host::Memory memory;
  host::Environment environment{.memory = &memory};
  host::Registry registry{{TEST_OWN_PLUGINS}, {}, environment};
  MadeBytes bytes{registry, environment};

  Fixture() { registry.stages_of("kinds"); }

  std::optional<std::string> written(const Made& made) const {
    std::optional<std::string> text;
    bytes.write(made, [&](uint64_t size, const auto& write) {
      text.emplace();
      write([&](std::string_view part) { text->append(part); });
      CHECK(text->size() == size);
    });
    return text;
  }
};

}  // namespace

TEST_CASE("what a step made comes back, also what it left empty", "[made]") {
  const Fixture f;
  const Made made{{make_bytes("text/plain", "text"), host::Value(),
                   make_image(2, 2, 1, std::vector<uint8_t>{1, 2, 3, 4})},
                  4711};
  const auto text = f.written(made);
  REQUIRE(text);
  const auto again = f.bytes.read(*text);
  REQUIRE(again);
  CHECK(again->bytes == 4711);
  REQUIRE(again->values.size() == 3);
  CHECK(host::difference(again->values[0], made.values[0]).empty());
  CHECK_FALSE(again->values[1]);
  CHECK(host::difference(again->values[2], made.values[2]).empty());
  for (size_t size = 0; size < text->size(); ++size) {
    CHECK_FALSE(f.bytes.read(text->substr(0, size)));
  }
  CHECK_FALSE(f.bytes.read(*text + "x"));
}

TEST_CASE("a third party's value goes by its to_bytes and from_bytes, if it has both", "[made]") {
  const Fixture f;
  const auto three = run_stage("kinds.number", {{"value", 3.0}}, {}).outputs.at(0);
  const auto depth = run_stage("kinds.make_depth", {}, {&three}).outputs.at(0);
  const auto text = f.written({{depth}, 1});
  REQUIRE(text);
  const auto again = f.bytes.read(*text);
  REQUIRE(again);
  CHECK(run_stage("kinds.use_depth", {}, {&again->values.at(0)}).outputs.at(0).number() == 27);
  CHECK(f.bytes.can_write("kinds.depth/1"));
  CHECK(f.bytes.can_write(PIPELINE_TYPE_PATHS));
  CHECK_FALSE(f.bytes.can_write("kinds.secret/1"));
  CHECK_FALSE(f.bytes.can_write("of.nobody/1"));
  const auto secret = run_stage("kinds.make_secret", {}, {&three}).outputs.at(0);
  CHECK_FALSE(f.written({{three, secret}, 1}));
  const auto minus = run_stage("kinds.number", {{"value", -1.0}}, {}).outputs.at(0);
  const auto refused = run_stage("kinds.make_depth", {}, {&minus}).outputs.at(0);
  CHECK_FALSE(f.written({{refused}, 1}));
  // Bytes that are of no depth.
  std::string wrong = *text;
  wrong[wrong.find("farthest")] = 'F';
  CHECK_FALSE(f.bytes.read(wrong));
}
