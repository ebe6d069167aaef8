// SPDX-License-Identifier: Apache-2.0
// metric.ssim against the paper's formulas, window by window in two dimensions.
#include "metric_support.hpp"

using namespace pipeline;
using namespace pipeline::test;

namespace {

std::vector<double> luma(const std::vector<uint8_t>& samples, int channels) {
  std::vector<double> luma;
  for (size_t i = 0; i < samples.size(); i += static_cast<size_t>(channels)) {
    luma.push_back(channels == 1
                       ? samples[i]
                       : 0.299 * samples[i] + 0.587 * samples[i + 1] + 0.114 * samples[i + 2]);
  }
  return luma;
}

double plain_ssim(const std::vector<double>& a, const std::vector<double>& b, int width,
                  int height) {
  const double c1 = (0.01 * 255) * (0.01 * 255), c2 = (0.03 * 255) * (0.03 * 255);
  double weight[11][11], all = 0;
  for (int v = 0; v < 11; ++v) {
    for (int u = 0; u < 11; ++u) {
      weight[v][u] = std::exp(-((u - 5) * (u - 5) + (v - 5) * (v - 5)) / (2 * 1.5 * 1.5));
      all += weight[v][u];
    }
  }
  double sum = 0;
  for (int y = 0; y + 11 <= height; ++y) {
    for (int x = 0; x + 11 <= width; ++x) {
      const auto each = [&](auto add) {
        for (int v = 0; v < 11; ++v) {
          for (int u = 0; u < 11; ++u) {
            const auto i = static_cast<size_t>((y + v) * width + x + u);
            add(weight[v][u] / all, a[i], b[i]);
          }
        }
      };
      double mean_a = 0, mean_b = 0, var_a = 0, var_b = 0, cov = 0;
      each([&](double w, double p, double q) { mean_a += w * p, mean_b += w * q; });
      each([&](double w, double p, double q) {
        var_a += w * (p - mean_a) * (p - mean_a);
        var_b += w * (q - mean_b) * (q - mean_b);
        cov += w * (p - mean_a) * (q - mean_b);
      });
      sum += (2 * mean_a * mean_b + c1) * (2 * cov + c2) /
             ((mean_a * mean_a + mean_b * mean_b + c1) * (var_a + var_b + c2));
    }
  }
  return sum / ((width - 10) * (height - 10));
}

}  // namespace

TEST_CASE("metric.ssim is its definition", "[metric]") {
  for (const int channels : {1, 3}) {
    for (const auto& [width, height] :
         {std::pair{11, 11}, {11, 90}, {90, 11}, {83, 75}, {31, 140}}) {
      for (const double noise : {0.0, 0.05, 0.5}) {
        CAPTURE(channels, width, height, noise);
        const auto a = scene<uint8_t>(width, height, channels, 1, 0.05);
        const auto b = scene<uint8_t>(width, height, channels, 2, noise);
        CHECK(near(measured("metric.ssim", make_image(width, height, channels, a),
                            make_image(width, height, channels, b)),
                   plain_ssim(luma(a, channels), luma(b, channels), width, height), 1e-9));
      }
    }
  }
}

TEST_CASE("metric.ssim: known values", "[metric]") {
  const auto flat = [](int level) {
    return make_image(16, 12, 3, std::vector<uint8_t>(16 * 12 * 3, static_cast<uint8_t>(level)));
  };
  const double c1 = 2.55 * 2.55;
  CHECK(near(measured("metric.ssim", flat(50), flat(200)),
             (2 * 50 * 200 + c1) / (50 * 50 + 200 * 200 + c1), 1e-9));
  CHECK(near(measured("metric.ssim", flat(7), flat(7)), 1));
  const auto noisy = picture<uint8_t>(64, 64, 3, 1, 1);
  CHECK(near(measured("metric.ssim", noisy, noisy), 1));
  // Its negative: structure turned over.
  auto samples = scene<uint8_t>(64, 64, 1, 1, 1);
  auto negative = samples;
  for (uint8_t& v : negative) v = static_cast<uint8_t>(255 - v);
  CHECK(measured("metric.ssim", make_image(64, 64, 1, samples), make_image(64, 64, 1, negative)) <
        -0.9);
}

TEST_CASE("metric.ssim and metric.psnr are what scikit-image 0.19 says", "[metric]") {
  const auto a = picture<uint8_t>(64, 48, 1, 1, 0.05), b = picture<uint8_t>(64, 48, 1, 2, 0.3);
  // structural_similarity(a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
  CHECK(near(measured("metric.ssim", a, b), 0.53292404753601, 1e-9));
  CHECK(near(measured("metric.psnr", a, b), 19.4876979608386, 1e-9));
}

TEST_CASE("metric.ssim is symmetric, and sees alpha over the background", "[metric]") {
  const auto a = picture<uint8_t>(40, 30, 3, 1, 0.1), b = picture<uint8_t>(40, 30, 3, 2, 0.2);
  CHECK(near(measured("metric.ssim", a, b), measured("metric.ssim", b, a)));
  const auto clear = make_image(40, 30, 4, std::vector<uint8_t>(40 * 30 * 4, 0));
  const auto white = make_image(40, 30, 1, std::vector<uint8_t>(40 * 30, 255));
  CHECK(near(measured("metric.ssim", clear, white), 1));
}

TEST_CASE("metric.ssim refuses what cannot be compared", "[metric]") {
  check_refusals("metric.ssim");
  for (const auto& [width, height] : {std::pair{10, 11}, {11, 10}, {1, 1}, {500, 1}}) {
    const auto small = picture<uint8_t>(width, height, 3, 1, 0.5);
    CHECK(run_metric("metric.ssim", small, small).error ==
          "the pictures are " + std::to_string(width) + " x " + std::to_string(height) +
              " pixels, and SSIM's window needs 11 x 11: use metric.psnr for such");
  }
}

TEST_CASE("metric.ssim gives the same number at any thread count", "[metric]") {
  const auto a = picture<uint8_t>(200, 400, 3, 1, 0.1), b = picture<uint8_t>(200, 400, 3, 2, 0.1);
  const double one = measured("metric.ssim", a, b, {}, 1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    CHECK(measured("metric.ssim", a, b, {}, threads) == one);
  }
}
