// SPDX-License-Identifier: Apache-2.0
#include <pipeline/stage.hpp>
using namespace pipeline;

struct Threshold {
  static constexpr Stage stage{"example_cpp.threshold", "1.0.0", "Black and white by a level."};
  static constexpr In<Image<uint8_t>> image{"image", "Picture"};
  static constexpr Out<Image<uint8_t>> out{.name = "image", .doc = "0 or 255", .as_input = &image};
  static constexpr Param<double> level{"level", "Cut, fraction of full scale", 0.5, 0, 1};
  PIPELINE_INTERFACE(image, out, level)

  void run(const Call<Threshold>& call) const {
    const auto from = call[image];
    const auto to = call.make_like(out, from);
    const double cut = call[level] * 255;
    call.rows(from.height(), [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y)
        for (int x = 0; x < from.width() * from.channels(); ++x)
          to.row(y)[x] = from.row(y)[x] < cut ? 0 : 255;
    });
  }
};
PIPELINE_PLUGIN("example_cpp", "1.0.0", "The smallest C++ plugin", Threshold)
