// SPDX-License-Identifier: Apache-2.0
// Small pictures that were enlarged are drawn sharp and in few bytes. Needs rsvg-convert.
#include <cmath>
#include <cstdio>

#include "support/catch.hpp"
#include "support/enlarge.hpp"
#include "support/process.hpp"
#include "support/stage.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

struct Picture {
  int width = 0, height = 0;
  std::vector<uint8_t> samples;  // red, green, blue

  std::string ppm() const {
    return "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n" +
           std::string(samples.begin(), samples.end());
  }
};

Picture picture_of(const host::Value& value) {
  const auto image = image_of<uint8_t>(value);
  Picture picture{image.width(), image.height(), {}};
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      for (int c = 0; c < 3; ++c) picture.samples.push_back(image.pixel(x, y)[c]);
    }
  }
  return picture;
}

host::Value read_image(const std::string& file) {
  const auto bytes = make_bytes("application/octet-stream", read_file(file));
  return run_stage("io.read", {}, {&bytes}).outputs.at(0);
}

Picture enlarged(const Picture& small, double factor, const std::string& filter) {
  Picture large{static_cast<int>(std::lround(small.width * factor)),
                static_cast<int>(std::lround(small.height * factor)),
                {}};
  large.samples = enlarge(small.samples, small.width, small.height, 3, large.width, large.height,
                          filter, filter == "sharp_cubic");
  return large;
}

double psnr(const Picture& a, const Picture& b) {
  REQUIRE(a.samples.size() == b.samples.size());
  double sum = 0;
  for (size_t i = 0; i < a.samples.size(); ++i) {
    sum += std::pow(static_cast<double>(a.samples[i]) - b.samples[i], 2);
  }
  return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.samples.size()) / (sum + 1e-3));
}

// What a graph makes of the small picture once that is enlarged, drawn at the small size.
struct Outcome {
  size_t bytes;
  Picture drawn;
};

std::optional<Outcome> draw_enlarged(const std::string& graph, const Picture& small, double factor,
                                     const std::string& filter) {
  if (std::system("rsvg-convert --version >/dev/null 2>&1") != 0) {
    std::puts("skipped: rsvg-convert absent; './pipeline setup tests' gets it");
    return {};
  }
  const Workplace here("enlarged");
  here.write("soft.ppm", enlarged(small, factor, filter).ppm());
  REQUIRE(here.run("run '" TEST_SOURCE "/pipelines/" + graph + ".yaml' soft.ppm -o o.svg").status ==
          0);
  REQUIRE(here.shell("rsvg-convert -b white -w " + std::to_string(small.width) + " -h " +
                     std::to_string(small.height) + " o.svg -o o.png")
              .status == 0);
  return Outcome{here.read("o.svg").size(),
                 picture_of(read_image((here.path() / "o.png").string()))};
}

}  // namespace

TEST_CASE("an enlarged sprite is drawn as its squares", "[pipelines]") {
  const Picture fish = picture_of(read_image(TEST_SOURCE "/docs/images/fish.ppm"));
  for (const std::string graph : {"icon", "default"}) {
    for (const auto& [factor, filter] : {std::pair<double, std::string>{2, "lanczos3"},
                                         {4, "catmull_rom"},
                                         {16 / 3.0, "triangle"},
                                         {8, "sharp_cubic"}}) {
      const auto outcome = draw_enlarged(graph, fish, factor, filter);
      if (!outcome) return;
      INFO(graph << ", " << filter << " by " << factor);
      CHECK(psnr(outcome->drawn, fish) > 38);
      CHECK(outcome->bytes < 1500);
    }
  }
}

TEST_CASE("an enlarged icon is drawn in as few shapes as the small one", "[pipelines]") {
  const host::Value whole = read_image(TEST_SOURCE "/docs/images/lighthouse.png");
  const Picture small = picture_of(
      run_stage("image.resize", {{"width", 64}, {"filter", std::string("box")}}, {&whole})
          .outputs.at(0));
  for (const auto& [factor, filter] :
       {std::pair<double, std::string>{2, "triangle"}, {3, "lanczos3"}, {4, "catmull_rom"}}) {
    const auto outcome = draw_enlarged("icon", small, factor, filter);
    if (!outcome) return;
    INFO(filter << " by " << factor << ": " << psnr(outcome->drawn, small) << " dB in "
                << outcome->bytes);
    CHECK(psnr(outcome->drawn, small) > 30);
    CHECK(outcome->bytes < 2000);
  }
}
