// SPDX-License-Identifier: Apache-2.0
// Pictures as regions, drawn again pixel by pixel.
#include <cmath>

#include "trace_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

using Samples = std::vector<uint8_t>;

host::Value regions(int width, int height, const Samples& rgb,
                    const std::map<std::string, Setting>& with, unsigned threads = 1) {
  const int channels = static_cast<int>(rgb.size()) / (width * height);
  const host::Value image = make_image(width, height, channels, rgb);
  Result result = run_stage("paths.regions", with, {&image}, threads);
  REQUIRE(result.error == "");
  return result.outputs.at(0);
}

// The summed squared error of the picture drawn from its shapes; labels tell the colours.
double squared_error(const host::Value& value, const Samples& rgb) {
  const Paths paths = paths_of(value);
  std::map<uint32_t, std::array<uint8_t, 4>> colours;
  for (uint32_t i = 0; i < paths.count(); ++i) colours[paths.label(i)] = paths.fill(i).to_u8();
  const Map map = draw(value);
  double sum = 0;
  for (size_t i = 0; i < map.labels.size(); ++i) {
    REQUIRE(colours.count(map.labels[i]));
    for (size_t c = 0; c < 3; ++c) {
      const double d = static_cast<double>(rgb[3 * i + c]) - colours[map.labels[i]][c];
      sum += d * d;
    }
  }
  return sum;
}

size_t loops_of(const host::Value& value) {
  const Paths paths = paths_of(value);
  size_t loops = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) {
    const auto verbs = paths.verbs(i);
    loops += static_cast<size_t>(std::count(verbs.begin(), verbs.end(), PIPELINE_MOVE));
  }
  return loops;
}

Samples hills(int width, int height) {
  std::mt19937 random(4);
  Samples rgb;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double v = 120 + 60 * std::sin(x * 0.2) * std::cos(y * 0.15) + (x > y ? 40 : 0);
      for (int c = 0; c < 3; ++c) {
        rgb.push_back(static_cast<uint8_t>(v - 10 * c + static_cast<double>(random() % 5)));
      }
    }
  }
  return rgb;
}

}  // namespace

TEST_CASE("areas of one colour come back exactly", "[paths]") {
  Samples rgb;
  for (int y = 0; y < 24; ++y) {
    for (int x = 0; x < 30; ++x) {
      const bool in = (x - 15) * (x - 15) + (y - 12) * (y - 12) < 64;
      const Samples colour = in       ? Samples{200, 30, 30}
                             : x < 10 ? Samples{0, 90, 200}
                                      : Samples{255, 255, 255};
      rgb.insert(rgb.end(), colour.begin(), colour.end());
    }
  }
  const host::Value value = regions(30, 24, rgb, {{"error_a_byte", 10.0}, {"color_step", 1}});
  CHECK(squared_error(value, rgb) == 0);
  CHECK(paths_of(value).count() == 3);
  CHECK(all_closed(paths_of(value)));
}

TEST_CASE("a dearer byte makes fewer regions and more error", "[paths]") {
  const Samples rgb = hills(64, 48);
  double last_error = -1;
  size_t last_loops = SIZE_MAX;
  for (const double price : {2.0, 20.0, 200.0, 2000.0, 100000.0}) {
    const host::Value value = regions(64, 48, rgb, {{"error_a_byte", price}, {"color_step", 1}});
    const double error = squared_error(value, rgb);
    CHECK(error > last_error);
    CHECK(loops_of(value) < last_loops);
    last_error = error;
    last_loops = loops_of(value);
  }
  CHECK(last_loops == 1);
}

TEST_CASE("one region has the mean colour", "[paths]") {
  Samples rgb = hills(20, 20);
  std::array<double, 3> sum{};
  for (size_t i = 0; i < rgb.size(); ++i) sum[i % 3] += rgb[i];
  const host::Value value = regions(20, 20, rgb, {{"error_a_byte", 100000.0}});
  const auto c = paths_of(value).fill(0).to_u8();
  for (size_t k = 0; k < 3; ++k) CHECK(std::abs(c[k] - sum[k] / 400) <= 0.5);
}

TEST_CASE("similar colours share a shape", "[paths]") {
  const Samples rgb = hills(64, 48);
  const auto shapes = [&](int step) {
    return paths_of(regions(64, 48, rgb, {{"error_a_byte", 5.0}, {"color_step", step}})).count();
  };
  CHECK(shapes(1) > shapes(8));
  CHECK(shapes(8) > shapes(64));
}

TEST_CASE("transparent pixels are no shape", "[paths]") {
  Samples rgba;
  for (int i = 0; i < 400; ++i) {
    const bool in = i % 20 > 5 && i / 20 > 7;
    rgba.insert(rgba.end(),
                {in ? uint8_t{10} : uint8_t{77}, 200, 30, in ? uint8_t{255} : uint8_t{0}});
  }
  const host::Value value = regions(20, 20, rgba, {});
  const Paths paths = paths_of(value);
  int opaque = 0;
  for (uint32_t i = 0; i < paths.count(); ++i) opaque += paths.fill(i).a > 0;
  CHECK(opaque == 1);
}

TEST_CASE("regions: any size, both edges, the same by any number of threads", "[paths]") {
  for (const auto& [w, h] : {std::pair{1, 1}, {1, 9}, {9, 1}, {2, 3}, {33, 21}}) {
    for (const std::string edge : {"pixel", "smooth"}) {
      const std::map<std::string, Setting> with{{"edge", edge}, {"error_a_byte", 30.0}};
      const host::Value one = regions(w, h, hills(w, h), with, 1);
      CHECK(content_of(one) == content_of(regions(w, h, hills(w, h), with, 4)));
      CHECK(all_closed(paths_of(one)));
    }
  }
}
