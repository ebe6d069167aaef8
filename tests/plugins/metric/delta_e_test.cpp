// SPDX-License-Identifier: Apache-2.0
#include "metric_support.hpp"
#include "plugins/metric/delta_e/colour.hpp"
#include "plugins/metric/delta_e/functions.hpp"

#include <array>
#include <numbers>

using namespace pipeline;
using namespace pipeline::test;
using metric::Lab;

namespace {

// L1 a1 b1 L2 a2 b2 and the difference: Sharma, Wu and Dalal 2005, table 1.
constexpr std::array<double, 7> published[] = {
    {50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425},
    {50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615},
    {50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412},
    {50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000},
    {50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669},
    {50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195},
    {50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045},
    {50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461},
    {50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065},
    {50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492},
    {50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977},
    {50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030},
    {50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000},
    {50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000},
    {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
    {63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630},
    {61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731},
    {35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645},
    {22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373},
    {36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146},
    {90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441},
    {90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381},
    {6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377},
    {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082}};

// The formula with its angles, as the paper writes it.
double plain(const Lab& p, const Lab& q) {
  constexpr double degree = std::numbers::pi / 180;
  const auto share = [](double c) {
    return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25, 7)));
  };
  const double g = 0.5 * (1 - share((std::hypot(p.a, p.b) + std::hypot(q.a, q.b)) / 2));
  const double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a;
  const double c1 = std::hypot(a1, p.b), c2 = std::hypot(a2, q.b);
  const auto hue = [](double a, double b) {
    const double h = a == 0 && b == 0 ? 0 : std::atan2(b, a) / degree;
    return h < 0 ? h + 360 : h;
  };
  const double h1 = hue(a1, p.b), h2 = hue(a2, q.b);
  double turn = c1 * c2 == 0 ? 0 : h2 - h1;
  if (turn > 180) turn -= 360;
  if (turn < -180) turn += 360;
  const double dl = q.l - p.l, dc = c2 - c1,
               dh = 2 * std::sqrt(c1 * c2) * std::sin(turn / 2 * degree);
  double mean = h1 + h2;
  if (c1 * c2 != 0) {
    if (std::abs(h1 - h2) <= 180)
      mean /= 2;
    else
      mean = mean < 360 ? (mean + 360) / 2 : (mean - 360) / 2;
  }
  const double t = 1 - 0.17 * std::cos((mean - 30) * degree) + 0.24 * std::cos(2 * mean * degree) +
                   0.32 * std::cos((3 * mean + 6) * degree) -
                   0.2 * std::cos((4 * mean - 63) * degree);
  const double theta = 30 * std::exp(-std::pow((mean - 275) / 25, 2));
  const double l = (p.l + q.l) / 2, c = (c1 + c2) / 2;
  const double sl = 1 + 0.015 * std::pow(l - 50, 2) / std::sqrt(20 + std::pow(l - 50, 2));
  const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
  const double rt = -std::sin(2 * theta * degree) * 2 * share(c);
  return std::sqrt(std::pow(dl / sl, 2) + std::pow(dc / sc, 2) + std::pow(dh / sh, 2) +
                   rt * dc / sc * dh / sh);
}

Lab plain_lab(const double* rgb) {
  double v[3];
  for (int i = 0; i < 3; ++i)
    v[i] = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : std::pow((rgb[i] + 0.055) / 1.055, 2.4);
  const double x = 0.4124564 * v[0] + 0.3575761 * v[1] + 0.1804375 * v[2];
  const double y = 0.2126729 * v[0] + 0.7151522 * v[1] + 0.0721750 * v[2];
  const double z = 0.0193339 * v[0] + 0.1191920 * v[1] + 0.9503041 * v[2];
  const auto f = [](double t) {
    return t > 216.0 / 24389 ? std::cbrt(t) : t * 841 / 108 + 4.0 / 29;
  };
  const double fx = f(x / 0.95047), fy = f(y), fz = f(z / 1.08883);
  return {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

}  // namespace

TEST_CASE("CIEDE2000 gives the published differences, both ways round", "[metric]") {
  for (const auto& v : published) {
    const Lab one{v[0], v[1], v[2]}, two{v[3], v[4], v[5]};
    CAPTURE(v[0], v[1], v[2], v[3], v[4], v[5]);
    CHECK(std::abs(metric::ciede2000(one, two) - v[6]) < 0.00005001);
    CHECK(std::abs(metric::ciede2000(two, one) - v[6]) < 0.00005001);
  }
}

TEST_CASE("CIEDE2000 without angles is the formula with them", "[metric]") {
  const auto at = [](int i, int c) {
    const double v = grain(i, c, 0, 3);
    return c % 3 == 0 ? 100 * v : 200 * v - 100;
  };
  for (int i = 0; i < 20000; ++i) {
    const Lab one{at(i, 0), at(i, 1), at(i, 2)};
    // Some that are near, and some whose hues are nearly opposite.
    const double k = i % 3 == 0 ? 1 : i % 3 == 1 ? 0.03 : 0;
    const double sign = i % 5 == 0 ? -1 : 1;
    const Lab two{at(i, 3) * k + one.l * (1 - k), at(i, 4) * k + sign * one.a * (1 - k),
                  at(i, 5) * k + sign * one.b * (1 - k) + (k > 0 ? 0 : 0.25)};
    CAPTURE(i, one.l, one.a, one.b, two.l, two.a, two.b);
    REQUIRE(near(metric::ciede2000(one, two), plain(one, two), 1e-9));
  }
}

TEST_CASE("CIEDE2000's functions are the library's", "[metric]") {
  for (double v = 1e-12; v < 1e3; v *= 1.013) {
    REQUIRE(std::abs(metric::cube_root(v) / std::cbrt(v) - 1) < 1e-14);
    REQUIRE(std::abs(metric::fifth_root(v) / std::pow(v, 0.2) - 1) < 1e-14);
    REQUIRE(near(metric::exp_of_negative(v), std::exp(-v), 1e-13));
    REQUIRE(near(metric::angle_of(1, v), std::atan2(v, 1), 1e-14));
    REQUIRE(near(metric::angle_of(-v, -1), std::atan2(-1, -v), 1e-14));
    REQUIRE(near(metric::angle_of(-1, v), std::atan2(v, -1), 1e-14));
  }
  CHECK(metric::angle_of(0, 0) == 0);
  for (double v = 0; v < 1.58; v += 0.01) REQUIRE(near(metric::sine(v), std::sin(v), 1e-14));
}

TEST_CASE("metric.delta_e is the mean over all pixels", "[metric]") {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 33}, {33, 1}, {61, 47}}) {
    const auto a = scene<float>(width, height, 3, 1, 0.3),
               b = scene<float>(width, height, 3, 2, 0.3);
    double sum = 0;
    for (size_t i = 0; i < a.size(); i += 3) {
      const double one[] = {a[i], a[i + 1], a[i + 2]}, two[] = {b[i], b[i + 1], b[i + 2]};
      sum += plain(plain_lab(one), plain_lab(two));
    }
    CHECK(near(measured("metric.delta_e", make_image(width, height, 3, a),
                        make_image(width, height, 3, b)),
               sum / width / height, 1e-6));
  }
}

TEST_CASE("metric.delta_e: known values", "[metric]") {
  const auto flat = [](uint8_t level) {
    return make_image(5, 4, 1, std::vector<uint8_t>(20, level));
  };
  CHECK(near(measured("metric.delta_e", flat(0), flat(255)), 100, 1e-6));
  CHECK(measured("metric.delta_e", flat(77), flat(77)) == 0);
  const auto noisy = picture<uint8_t>(40, 30, 4, 1, 1);
  CHECK(measured("metric.delta_e", noisy, noisy) == 0);
  const auto clear = make_image(5, 4, 4, std::vector<uint8_t>(80, 0));
  CHECK(measured("metric.delta_e", flat(255), clear) == 0);
  CHECK(measured("metric.delta_e", flat(0), clear, {{"background", Colour{0, 0, 0, 1}}}) == 0);
}

TEST_CASE("metric.delta_e refuses what cannot be compared", "[metric]") {
  check_refusals("metric.delta_e");
  auto samples = scene<float>(20, 11, 3, 1, 0.5);
  samples[7] = NAN;
  const auto same = make_image(20, 11, 3, samples);
  CHECK_THAT(run_metric("metric.delta_e", same, same).error, ContainsSubstring("not a number"));
}

TEST_CASE("metric.delta_e gives the same number at any thread count", "[metric]") {
  const auto a = picture<uint8_t>(99, 150, 3, 1, 0.1), b = picture<uint8_t>(99, 150, 3, 2, 0.1);
  const double one = measured("metric.delta_e", a, b, {}, 1);
  for (const unsigned threads : {2U, 4U})
    CHECK(measured("metric.delta_e", a, b, {}, threads) == one);
}
