// SPDX-License-Identifier: Apache-2.0
// Gradients fitted to pixels that are known to have been painted with one.
#include <cmath>

#include "pictures.hpp"
#include "plugins/common/gradient/fit.hpp"

using namespace pipeline::test;

namespace {

// Pixels of a square with straight colours from shade(x, y).
template <class Shade>
std::vector<gradient::Sample> square(int side, Shade shade) {
  std::vector<gradient::Sample> samples;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      gradient::Sample sample{x + 0.5, y + 0.5, {}};
      const std::array<double, 4> c = shade(x + 0.5, y + 0.5);
      for (size_t k = 0; k < 4; ++k) {
        const double value = k < 3 ? c[k] * c[3] / 255 : c[3];
        sample.colour[k] = static_cast<float>(std::lround(value));
      }
      samples.push_back(sample);
    }
  }
  return samples;
}

}  // namespace

TEST_CASE("rounded pixels of a slanted gradient give its direction back", "[gradient]") {
  for (const double angle : {0.0, 0.4, 1.2, 2.3, 3.0}) {
    const double dx = std::cos(angle), dy = std::sin(angle);
    const auto fit = gradient::fit_gradient(square(60, [&](double x, double y) {
      const double t = (dx * (x - 30) + dy * (y - 30)) / 85 + 0.5;
      return std::array<double, 4>{20 + 200 * t, 200 - 150 * t, 90, 255};
    }));
    REQUIRE(fit);
    INFO("angle " << angle);
    CHECK_FALSE(fit->gradient.axis.radial);
    CHECK(std::abs(fit->gradient.axis.dx * dy - fit->gradient.axis.dy * dx) < 0.004);
    CHECK(fit->error < 0.6);
    CHECK(fit->off == 0);
  }
}

TEST_CASE("the centre of a radial gradient may lie outside what is seen of it", "[gradient]") {
  for (const auto& [cx, cy] : {std::pair{30.0, 30.0}, {12.5, 40.0}, {75.0, 20.0}}) {
    const auto fit = gradient::fit_gradient(square(60, [&](double x, double y) {
      const double t = std::hypot(x - cx, y - cy) / 85;
      return std::array<double, 4>{250 - 220 * t, 230 - 100 * t, 40 + 90 * t, 255};
    }));
    REQUIRE(fit);
    INFO("centre " << cx << ", " << cy);
    CHECK(fit->gradient.axis.radial);
    CHECK(std::hypot(fit->gradient.axis.x - cx, fit->gradient.axis.y - cy) < 0.5);
    CHECK(fit->error < 0.7);
  }
}

TEST_CASE("alpha runs between stops with colours that are not premultiplied", "[gradient]") {
  const auto fit = gradient::fit_gradient(square(64, [](double, double y) {
    return std::array<double, 4>{255 - 3 * y, 40, 2 * y, 255 - 3.5 * y};
  }));
  REQUIRE(fit);
  CHECK(fit->gradient.profile.knots().size() == 2);
  CHECK(fit->error < 1);
}

TEST_CASE("a fourth of strangers does not hide a gradient", "[gradient]") {
  const auto samples = square(60, [](double x, double y) {
    if (x > 22 && x < 44 && y > 16 && y < 50) return std::array<double, 4>{10, 10, 10, 255};
    return std::array<double, 4>{60 + 2 * x, 200 - 2 * x, 120, 255};
  });
  const auto plain = gradient::fit_gradient(samples), most = gradient::fit_most(samples);
  REQUIRE(plain);
  REQUIRE(most);
  CHECK(plain->error > 10);
  CHECK(most->error < 1);
  CHECK(most->off > 0.15);
  CHECK(most->off < 0.25);
}

TEST_CASE("noise and single colours are no gradients", "[gradient]") {
  Random random(4);
  const auto noise = gradient::fit_gradient(square(40, [&](double, double) {
    return std::array<double, 4>{1.0 * random.below(256), 1.0 * random.below(256), 0, 255};
  }));
  REQUIRE(noise);
  CHECK(noise->error > 0.9 * noise->explained);
  CHECK_FALSE(gradient::fit_gradient(square(40, [](double, double) {
    return std::array<double, 4>{9, 99, 199, 255};
  })));
  CHECK_FALSE(gradient::fit_gradient({}));
}
