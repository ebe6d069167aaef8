// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "plugins/metric/common/picture.hpp"
#include "plugins/metric/delta_e/colour.hpp"

namespace {

using namespace pipeline;

struct DeltaE {
  static constexpr Stage stage{
      "metric.delta_e",
      "1.0.0",
      "How far the colours of two pictures differ to the eye, by CIEDE2000.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      2.0,
      4 << 20};
  static constexpr In<AnyImage> reference{"reference", "What it should look like", metric::seen};
  static constexpr In<AnyImage> test{"test", "What it does look like; the same size", metric::seen};
  static constexpr Out<Number> value{
      .name = "value",
      .doc =
          "Mean CIEDE2000 over all pixels: 0 for equal pictures; 1 is about what can just be "
          "seen, black and white are 100 apart",
      .better = PIPELINE_BETTER_LOWER};
  static constexpr Param<Colour> background{
      "background", "What both are seen over where they are transparent", {1, 1, 1, 1}};
  PIPELINE_INTERFACE(reference, test, value, background)

  void run(const Call<DeltaE>& call) const {
    const AnyImage a_image = call[reference], b_image = call[test];
    metric::check_same_size(a_image, b_image);
    const metric::Picture a(a_image, "reference", call[background]);
    const metric::Picture b(b_image, "test", call[background]);
    const int height = a_image.height();
    const double sum = metric::sum_over_rows(call, a, b, height, difference);
    call.emit(value, metric::finite(sum) / (static_cast<double>(a_image.width()) * height));
  }

  static double difference(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); i += 3) {
      if (a[i] == b[i] && a[i + 1] == b[i + 1] && a[i + 2] == b[i + 2]) {
        if (std::isfinite(a[i] + a[i + 1] + a[i + 2])) continue;
      }
      for (size_t c = i; c < i + 3; ++c) {
        if (!std::isfinite(a[c] + b[c])) return a[c] + b[c];
      }
      sum += metric::ciede2000(metric::lab_of_srgb(&a[i]), metric::lab_of_srgb(&b[i]));
    }
    return sum;
  }
};

}  // namespace

PIPELINE_STAGE(delta_e, DeltaE)
