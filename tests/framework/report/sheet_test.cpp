// SPDX-License-Identifier: Apache-2.0
#include "framework/report/sheet.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "framework/host/registry.hpp"
#include "support/catch.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using report::make_sheet;
using report::Subject;

namespace {

struct Place {
  host::Memory memory;
  host::Environment environment{.memory = &memory};
  host::Registry registry{{TEST_PLUGINS}, {}, environment};
  std::unique_ptr<report::Encoder> encoder;
  Place() {
    std::string problem;
    encoder = report::Encoder::make(registry, environment, problem);
    INFO(problem);
    REQUIRE(encoder);
  }
};

// What no codec makes smaller.
host::Value noise(int width, int height, uint32_t seed) {
  std::vector<uint8_t> samples(static_cast<size_t>(width) * static_cast<size_t>(height) * 3);
  for (auto& s : samples) {
    seed = seed * 1664525U + 1013904223U;
    s = static_cast<uint8_t>(seed >> 24);
  }
  return test::make_image(width, height, 3, samples);
}

// So many squares, overlapping.
std::string drawing(int squares) {
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"300\">";
  for (int i = 0; i < squares; ++i) {
    svg += "<path fill=\"#" + std::to_string(100 + i * 37 % 900) + "\" d=\"M" +
           std::to_string(i * 31 % 380) + " " + std::to_string(i * 17 % 280) + "h20v20h-20z\"/>";
  }
  return svg + "</svg>";
}

size_t distinct_size(const report::Sheet& sheet) {
  std::set<const void*> seen;
  size_t size = 0;
  for (const auto& shown : sheet.shown) {
    if (shown.file && seen.insert(shown.file.bytes()->data()).second) {
      size += report::size_in_page(shown.file);
    }
  }
  return size;
}

size_t left_out(const report::Sheet& sheet) {
  return static_cast<size_t>(
      std::count_if(sheet.shown.begin(), sheet.shown.end(), [](const auto& s) { return !s.file; }));
}

std::vector<Subject> noises(size_t count) {
  std::vector<Subject> subjects;
  for (size_t i = 0; i < count; ++i) {
    subjects.push_back({noise(300, 200, static_cast<uint32_t>(i)), "", i == 0});
  }
  return subjects;
}

}  // namespace

TEST_CASE("pictures that fit are shown as they are, equal ones once") {
  const Place here;
  const auto sheet = make_sheet(
      {{noise(30, 20, 1), "", false}, {noise(30, 20, 2), "", false}, {noise(30, 20, 1), "", false}},
      1'000'000, 1600, *here.encoder);
  CHECK(sheet.scale == 1);
  CHECK(sheet.whole);
  CHECK(left_out(sheet) == 0);
  CHECK(sheet.size == distinct_size(sheet));
  CHECK(sheet.shown[0].file.bytes()->data() == sheet.shown[2].file.bytes()->data());
  CHECK(sheet.shown[0].file.bytes()->data() != sheet.shown[1].file.bytes()->data());
  CHECK(std::string(sheet.shown[0].file.media_type()) == "image/webp");
  CHECK(sheet.shown[0].width == 30);
  CHECK(sheet.shown[0].height == 20);
}

TEST_CASE("a sheet never takes more room than it has") {
  const Place here;
  const auto subjects = noises(4);  // 180 kB each
  for (const size_t room : {0, 1000, 20'000, 60'000, 200'000, 600'000, 2'000'000}) {
    const auto sheet = make_sheet(subjects, room, 1600, *here.encoder);
    CAPTURE(room, sheet.scale);
    CHECK(sheet.size <= room);
    CHECK(sheet.size == distinct_size(sheet));
    CHECK(sheet.whole == (room == 2'000'000));
    if (room >= 200'000) CHECK(left_out(sheet) == 0);
    if (room >= 200'000 && !sheet.whole) CHECK(sheet.size > room / 3);
    if (room == 0) CHECK(left_out(sheet) == 4);
    // What is vital goes last.
    if (left_out(sheet) < 4) CHECK(sheet.shown[0].file);
  }
}

TEST_CASE("large pictures are shown no larger than the side, all by one factor") {
  const Place here;
  const auto sheet = make_sheet({{noise(100, 50, 1), "", false},
                                 {noise(40, 40, 2), "", false},
                                 {host::Value(), "12 dB", false}},
                                1'000'000, 50, *here.encoder);
  CHECK(sheet.shown[2].text == "12 dB");
  CHECK(!sheet.shown[2].file);
  CHECK(sheet.scale == 0.5);
  CHECK(sheet.whole);
  CHECK(sheet.shown[0].width == 100);
  const auto first = here.encoder->decoded(sheet.shown[0].file);
  const auto second = here.encoder->decoded(sheet.shown[1].file);
  CHECK(first.image()->width == 50);
  CHECK(first.image()->height == 25);
  CHECK(second.image()->width == 20);
}

TEST_CASE("SVG that take more than half of the room become pictures") {
  const Place here;
  if (!here.encoder->decoded(test::make_bytes("image/svg+xml", drawing(1)))) {
    std::puts("skipped: librsvg absent; './pipeline setup svg' gets it");
    return;
  }
  const std::vector<Subject> subjects{{test::make_bytes("image/svg+xml", drawing(4000)), "", true},
                                      {test::make_bytes("image/svg+xml", drawing(3000)), "", false},
                                      {noise(40, 30, 1), "", false}};
  const auto whole = make_sheet(subjects, 10'000'000, 1600, *here.encoder);
  CHECK(whole.whole);
  CHECK(std::string(whole.shown[0].file.media_type()) == "image/svg+xml");
  CHECK(whole.shown[0].width == 0);
  for (const size_t room : {whole.size - 1, whole.size / 2, whole.size / 10}) {
    const auto sheet = make_sheet(subjects, room, 1600, *here.encoder);
    CAPTURE(room, sheet.scale);
    CHECK(!sheet.whole);
    CHECK(sheet.size <= room);
    CHECK(left_out(sheet) == 0);
    CHECK(std::string(sheet.shown[0].file.media_type()) == "image/webp");
    CHECK(sheet.shown[0].width == 400);
  }
}

TEST_CASE("files that browsers show stay as they are; others become pictures, or text") {
  const Place here;
  host::Value webp;
  REQUIRE(here.encoder->encode(noise(16, 16, 3), webp));
  const auto ppm = test::make_bytes("image/x-portable-pixmap",
                                    "P6 2 1 255\n" + std::string("\xff\0\0\0\xff\0", 6));
  const auto sheet = make_sheet({{webp, "", false},
                                 {ppm, "", false},
                                 {test::make_bytes("image/svg+xml", "<svg/>"), "", false},
                                 {test::make_bytes("text/csv", "a,b"), "", false},
                                 {test::make_bytes("application/x-thing", "123"), "", false},
                                 {test::make_bytes("image/png", "broken"), "", false},
                                 {host::Value(), "12 dB", false}},
                                1'000'000, 1600, *here.encoder);
  CHECK(sheet.shown[0].file.bytes()->data() == webp.bytes()->data());
  CHECK(std::string(sheet.shown[1].file.media_type()) == "image/webp");
  CHECK(sheet.shown[1].width == 2);
  CHECK(*sheet.shown[2].file.bytes() == "<svg/>");
  CHECK(sheet.shown[3].text == "a,b");
  CHECK(sheet.shown[4].text == "application/x-thing, 3 bytes");
  CHECK(*sheet.shown[5].file.bytes() == "broken");
  CHECK(sheet.shown[6].text == "12 dB");
}
