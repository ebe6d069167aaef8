// SPDX-License-Identifier: Apache-2.0
#include "plugins/io/files.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

std::string error_of(const std::string& file) {
  const Result result = read(file);
  CHECK(result.status != PIPELINE_OK);
  return result.error;
}

Bytes8 grey_of(const std::string& file) {
  return samples_of<uint8_t>(read(file, {{"format", "any"}}));
}

}  // namespace

TEST_CASE("io.read: the six kinds of PNM") {
  CHECK(grey_of("P1\n# a comment\n3 2\n1 0 1\n001\n") == Bytes8{0, 255, 0, 255, 255, 0});
  CHECK(grey_of("P4 3 2\n\xa0\x20") == Bytes8{0, 255, 0, 255, 255, 0});
  CHECK(grey_of("P2 3 1 # why not here\n255\n0 7 255") == Bytes8{0, 7, 255});
  CHECK(grey_of(std::string("P5\n3 1\n255\n\0\x07\xff", 14)) == Bytes8{0, 7, 255});
  CHECK(grey_of("P3 1 2 255 1 2 3 4 5 6") == Bytes8{1, 2, 3, 4, 5, 6});
  CHECK(grey_of("P6 1 2 255\n\x01\x02\x03\x04\x05\x06") == Bytes8{1, 2, 3, 4, 5, 6});
}

TEST_CASE("io.read: maxval is scaled to full range and rounded") {
  CHECK(grey_of("P2 4 1 5 0 1 2 5") == Bytes8{0, 51, 102, 255});
  CHECK(grey_of(std::string("P5 3 1 100\n\0\x32\x64", 14)) == Bytes8{0, 128, 255});
  const Result wide = read(std::string("P5 2 1 1023\n\x03\xff\x01\x00", 16), {{"format", "any"}});
  CHECK(samples_of<uint16_t>(wide) == Words16{65535, (256 * 65535 + 511) / 1023});
}

TEST_CASE("io.read: PNM that lies") {
  CHECK(error_of("P5 2 2 255\nabc") ==
        "truncated PNM: the file ends before the picture does; get it again from its source");
  CHECK(error_of("P2 1 1 7 8") == "damaged PNM: a sample is over maxval");
  CHECK(error_of("P2 x") == "damaged PNM: no number where its width belongs");
  CHECK(error_of("P2 1 1 0 0") == "damaged PNM: maxval is 0, not 1 to 65535");
  CHECK(error_of("P2 1 1 70000 0") == "damaged PNM: maxval is 70000, not 1 to 65535");
  CHECK(error_of("P1 2 1 0 2") == "damaged PNM: a bitmap of other digits than 0 and 1");
  CHECK(error_of("P6 99999999999 1 255\n") == "damaged PNM: width is over 2147483647");
  CHECK(error_of("P5 0 4 255\n") == "the picture is empty: its header says 0 x 4 pixels");
  CHECK(error_of("P5 1 1 255x") == "damaged PNM: no white space after the header");
}
