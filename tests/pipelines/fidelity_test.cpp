// SPDX-License-Identifier: Apache-2.0
// The default graph's SVG drawn back, against the photograph. Needs rsvg-convert.
#include <cmath>
#include <cstdio>

#include "support/catch.hpp"
#include "support/process.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

host::Value read_image(const std::string& file) {
  const auto bytes = make_bytes("application/octet-stream", read_file(file));
  return run_stage("io.read", {}, {&bytes}).outputs.at(0);
}

double psnr(const host::Value& a_value, const host::Value& b_value) {
  const auto a = image_of<uint8_t>(a_value);
  const auto b = image_of<uint8_t>(b_value);
  REQUIRE(a.width() == b.width());
  REQUIRE(a.height() == b.height());
  double sum = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      for (int c = 0; c < 3; ++c) {
        const double d = a.pixel(x, y)[c] - b.pixel(x, y)[c];
        sum += d * d;
      }
    }
  }
  return 10 * std::log10(255.0 * 255.0 * 3 * a.width() * a.height() / sum);
}

void check_fidelity(const std::string& picture, double least) {
  if (std::system("rsvg-convert --version >/dev/null 2>&1") != 0) {
    std::puts("skipped: rsvg-convert absent; './pipeline setup tests' gets it");
    return;
  }
  const Workplace here("fidelity");
  REQUIRE(here.run("run pipelines/default.yaml '" + picture + "' -o o.svg").status == 0);
  const std::string folder = here.path().string();
  REQUIRE(std::system(("rsvg-convert '" + folder + "/o.svg' -o '" + folder + "/o.png'").c_str()) ==
          0);
  const double reached = psnr(read_image(picture), read_image(folder + "/o.png"));
  INFO(picture << ": " << reached << " dB");
  CHECK(reached >= least);
}

}  // namespace

TEST_CASE("the sample drawn back looks like the sample", "[pipelines]") {
  check_fidelity(TEST_SOURCE "/docs/images/harbour.png", 22);
}

TEST_CASE("kodim05 at 16 colours drawn back is at least 20 dB", "[pipelines]") {
  const std::string picture = TEST_SOURCE "/../shared/images/kodak/kodim05.png";
  if (!std::filesystem::exists(picture)) {
    std::puts("skipped: the Kodak pictures are not here");
    return;
  }
  check_fidelity(picture, 20);
}
