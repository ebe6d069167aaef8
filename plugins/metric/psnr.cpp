// SPDX-License-Identifier: Apache-2.0
// Peak signal-to-noise ratio: 10 log10(peak^2 / mean squared error), where the peak is the full
// scale of the sample type: 255, 65535, or 1 for floats.
#include <algorithm>

#include "plugins/metric/common/logarithm.hpp"
#include "plugins/metric/common/picture.hpp"

namespace {

using namespace pipeline;

struct Psnr {
  static constexpr Stage stage{"metric.psnr",
                               "1.0.0",
                               "How near a picture is to another, by the mean squared error.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               2.0,
                               4 << 20};
  static constexpr In<AnyImage> reference{"reference", "What it should look like", metric::seen};
  static constexpr In<AnyImage> test{"test", "What it does look like; the same size", metric::seen};
  static constexpr Out<Number> value{
      .name = "value",
      .doc = "PSNR over R, G and B of all pixels, encoded values; at most the ceiling",
      .unit = "dB",
      .better = PIPELINE_BETTER_HIGHER};
  static constexpr Param<double> ceiling{
      "ceiling",
      "Given for equal pictures, whose PSNR is infinite, and for all that are nearer than this, so "
      "that means stay finite",
      100,
      0,
      1000,
      "dB",
      PIPELINE_PARAM_ADVANCED};
  static constexpr Param<Colour> background{
      "background", "What both are seen over where they are transparent", {1, 1, 1, 1}};
  PIPELINE_INTERFACE(reference, test, value, ceiling, background)

  void run(const Call<Psnr>& call) const {
    const AnyImage a_image = call[reference], b_image = call[test];
    metric::check_same_size(a_image, b_image);
    const metric::Picture a(a_image, "reference", call[background]);
    const metric::Picture b(b_image, "test", call[background]);
    const int height = a_image.height();
    const double sum = metric::sum_over_rows(call, a, b, height, difference);
    const double mean = metric::finite(sum) / (3.0 * a_image.width() * height);
    const double psnr = mean > 0 ? -10 * metric::log10_everywhere(mean) : call[ceiling];
    call.emit(value, std::min(psnr, call[ceiling]));
  }

  static double difference(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
  }
};

}  // namespace

PIPELINE_STAGE(psnr, Psnr)
