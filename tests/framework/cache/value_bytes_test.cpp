// SPDX-License-Identifier: Apache-2.0
// Values there and back, and what their keys tell apart.
#include "framework/cache/value_bytes.hpp"

#include <limits>
#include <random>

#include "framework/host/difference.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::cache;
using namespace pipeline::test;

namespace {

std::string bytes_of_value(const host::Value& value) {
  std::string bytes;
  CHECK(write_value(value, [&](std::string_view part) { bytes.append(part); }));
  return bytes;
}

template <class T>
std::vector<T> ramp(size_t count) {
  std::vector<T> samples(count);
  for (size_t i = 0; i < count; ++i) samples[i] = static_cast<T>(i * 7 % 251);
  return samples;
}

PathBuilder drawing() {
  PathBuilder paths(40, 30);
  paths.begin({.fill = Colour{1, 0, 0, 1}});
  paths.move(1, 2);
  paths.cubic(3, 4, 5, 6, 7, 8);
  paths.close();
  paths.begin({.stroke = Colour{0, 0, 1, 1}, .stroke_width = 2.5F});
  paths.ellipse(9, 9, 4, 3, 30);
  return paths;
}

std::vector<host::Value> all_kinds() {
  std::vector<host::Value> values;
  values.push_back(make_image(7, 5, 3, ramp<uint8_t>(105)));
  values.push_back(make_image(3, 4, 2, ramp<uint16_t>(24)));
  values.push_back(make_image(
      2, 2, 1, std::vector<float>{0, -0.0F, std::numeric_limits<float>::quiet_NaN(), 1e30F}));
  values.push_back(make_labels(3, 2, {0, 1, 2, 2, 1, 0}, {Colour{}, Colour{1, 0, 0, 1}, Colour{}}));
  values.push_back(make_labels(2, 1, {0, 1}, {Colour{}, Colour{}}, PIPELINE_U32));
  values.push_back(make_paths(drawing()));
  values.push_back(make_paths(PathBuilder(3, 3)));
  values.push_back(make_bytes("image/svg+xml", "<svg/>"));
  values.push_back(make_bytes("text/plain", ""));
  values.push_back(run_stage("kinds.number", {{"value", 0.1}}, {}).outputs.at(0));
  return values;
}

}  // namespace

TEST_CASE("every kind of value comes back as it was", "[cache]") {
  host::Memory memory;
  for (const host::Value& value : all_kinds()) {
    const std::string bytes = bytes_of_value(value);
    const host::Value again = read_value(bytes, memory, nullptr);
    CAPTURE(value.type());
    REQUIRE(again);
    CHECK(std::string_view(again.type()) == value.type());
    CHECK(host::difference(value, again).empty());
    CHECK(bytes_of_value(again) == bytes);
    CHECK(key_of(again) == key_of(value));
    if (const auto* image = again.image()) CHECK(image->stride % 64 == 0);
  }
}

TEST_CASE("different values have different keys", "[cache]") {
  auto values = all_kinds();
  auto samples = ramp<uint8_t>(105);
  samples[104] ^= 1;
  values.push_back(make_image(7, 5, 3, samples));
  values.push_back(make_image(5, 7, 3, ramp<uint8_t>(105)));
  values.push_back(make_image(7, 5, 3, ramp<uint8_t>(105), PIPELINE_COLOUR_LINEAR));
  values.push_back(make_bytes("image/png", "<svg/>"));
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      CHECK(key_of(values[i]) != key_of(values[k]));
      CHECK_FALSE(host::difference(values[i], values[k]).empty());
    }
  }
}

TEST_CASE("bytes that are of no value give none", "[cache]") {
  host::Memory memory;
  std::mt19937 random(5);
  for (const host::Value& value : all_kinds()) {
    const std::string bytes = bytes_of_value(value);
    for (size_t size = 0; size < bytes.size(); ++size) {
      const host::Value cut = read_value(std::string_view(bytes).substr(0, size), memory, nullptr);
      if (value.bytes() && size >= 8 + std::string_view(value.media_type()).size()) continue;
      CHECK_FALSE(cut);
    }
    for (int round = 0; round < 300; ++round) {  // must do no harm
      std::string changed = bytes;
      changed[random() % std::min<size_t>(changed.size(), 40)] = static_cast<char>(random());
      const host::Value read = read_value(changed, memory, nullptr);
      if (read && !read.labels()) CHECK_FALSE(content_of(read).empty());
    }
  }
  CHECK_FALSE(read_value("", memory, nullptr));
}

TEST_CASE("a third party's value has no bytes of its own", "[cache]") {
  const auto one = run_stage("kinds.number", {}, {}).outputs.at(0);
  const auto depth = run_stage("kinds.make_depth", {}, {&one}).outputs.at(0);
  CHECK_FALSE(write_value(depth, [](std::string_view) { FAIL("a part"); }));
  CHECK_FALSE(key_of(depth));
  CHECK_FALSE(key_of(host::Value()));
}
