// SPDX-License-Identifier: Apache-2.0
#include "metric_support.hpp"
#include "plugins/metric/common/logarithm.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

// 10 log10(peak^2 / MSE) over what two lists of samples hold.
template <class T>
double plain(const std::vector<T>& a, const std::vector<T>& b, double peak) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double d = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += d * d;
  }
  return 10 * std::log10(peak * peak / (sum / static_cast<double>(a.size())));
}

template <class T>
void check_plain(double peak) {
  for (const int channels : {1, 3}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 40}, {40, 1}, {123, 77}}) {
      CAPTURE(peak, channels, width, height);
      const auto a = scene<T>(width, height, channels, 1, 0.1);
      const auto b = scene<T>(width, height, channels, 2, 0.3);
      CHECK(near(measured("metric.psnr", make_image(width, height, channels, a),
                          make_image(width, height, channels, b)),
                 plain(a, b, peak), 1e-6));
    }
  }
}

}  // namespace

TEST_CASE("metric.psnr is its definition at each sample type's peak", "[metric]") {
  check_plain<uint8_t>(255);
  check_plain<uint16_t>(65535);
  check_plain<float>(1);
}

TEST_CASE("metric.psnr: known values", "[metric]") {
  const auto flat = [](int level) {
    return make_image(9, 7, 3, std::vector<uint8_t>(9 * 7 * 3, static_cast<uint8_t>(level)));
  };
  CHECK(near(measured("metric.psnr", flat(100), flat(101)), 48.130803608679105));
  CHECK(near(measured("metric.psnr", flat(100), flat(110)), 28.130803608679105));
  CHECK(near(measured("metric.psnr", flat(0), flat(255)), 0));
  CHECK(measured("metric.psnr", flat(3), flat(3)) == 100);
  CHECK(measured("metric.psnr", flat(3), flat(3), {{"ceiling", 60.0}}) == 60);
  CHECK(measured("metric.psnr", flat(3), flat(4), {{"ceiling", 40.0}}) == 40);
}

TEST_CASE("metric.psnr: alpha is seen over the background", "[metric]") {
  const auto rgba = make_image(2, 1, 4, std::vector<uint8_t>{255, 0, 0, 0, 0, 0, 0, 128});
  const double half = 1 - 128 / 255.0;
  const auto over = [&](double background) {
    const auto blended = static_cast<float>(half * background);
    const auto even = static_cast<float>(background);
    return make_image(2, 1, 3, std::vector<float>{even, even, even, blended, blended, blended});
  };
  CHECK(measured("metric.psnr", over(1), rgba) == 100);
  CHECK(measured("metric.psnr", over(0), rgba) < 10);
  CHECK(measured("metric.psnr", over(0), rgba, {{"background", Colour{0, 0, 0, 1}}}) == 100);
}

TEST_CASE("metric.psnr: grey is RGB, 16 bits are 8 bits, premultiplied is straight", "[metric]") {
  const auto grey = scene<uint8_t>(30, 20, 1, 1, 0.4);
  std::vector<uint8_t> rgb;
  std::vector<uint16_t> wide;
  std::vector<float> multiplied;
  std::vector<uint8_t> straight;
  for (size_t i = 0; i < grey.size(); ++i) {
    rgb.insert(rgb.end(), 3, grey[i]);
    wide.push_back(static_cast<uint16_t>(grey[i] * 257));
    const auto alpha = static_cast<uint8_t>(i * 7);
    straight.insert(straight.end(), {grey[i], alpha});
    multiplied.push_back(static_cast<float>(grey[i] / 255.0 * alpha / 255.0));
    multiplied.push_back(static_cast<float>(alpha / 255.0));
  }
  const auto one = make_image(30, 20, 1, grey);
  CHECK(measured("metric.psnr", one, make_image(30, 20, 3, rgb)) == 100);
  CHECK(measured("metric.psnr", one, make_image(30, 20, 1, wide)) == 100);
  CHECK(measured("metric.psnr", make_image(30, 20, 2, straight),
                 make_image(30, 20, 2, multiplied, 0, PIPELINE_ALPHA_PREMULTIPLIED)) == 100);
}

TEST_CASE("metric.psnr refuses what cannot be compared", "[metric]") {
  check_refusals("metric.psnr");
  const auto linear = make_image(1, 1, 3, std::vector<float>{0, 0, 0}, PIPELINE_COLOUR_LINEAR);
  CHECK_THAT(run_metric("metric.psnr", linear, linear).error,
             ContainsSubstring("linear where grey or srgb is needed"));
}

TEST_CASE("metric.psnr gives the same number at any thread count", "[metric]") {
  const auto a = picture<float>(333, 500, 3, 1, 0.1), b = picture<float>(333, 500, 3, 2, 0.1);
  const double one = measured("metric.psnr", a, b, {}, 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CHECK(measured("metric.psnr", a, b, {}, threads) == one);
  }
}

TEST_CASE("the logarithm is the library's", "[metric]") {
  for (double v = 1e-300; v < 1e300; v *= 1.37) {
    REQUIRE(near(metric::log10_everywhere(v), std::log10(v), 2e-15));
  }
  CHECK(metric::log10_everywhere(1) == 0);
}
