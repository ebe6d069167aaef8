// SPDX-License-Identifier: Apache-2.0
// Two passes: means over pixels with like patches take away noise, and means over pixels of like
// colour (a bilateral filter, C. Tomasi, R. Manduchi, ICCV 1998, with a weight that ends) then make
// flat what is nearly flat, also beside edges, where no patch has its like.
#include <pipeline/stage.hpp>

#include "plugins/image/denoise/estimate.hpp"
#include "plugins/image/denoise/means.hpp"

namespace {

using namespace pipeline;

constexpr int64_t rows_per_chunk = 16;

struct Denoise {
  static constexpr Stage stage{
      "image.denoise",
      "1.0.0",
      "Takes noise and compression's marks out of a picture and keeps its edges.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      10.0,
      8 << 20};
  static constexpr Format format{
      .channels = PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
      .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB,
      .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT};
  static constexpr In<Image<uint8_t>> image{"image", "Picture, grey or sRGB", format};
  static constexpr Out<Image<uint8_t>> out{
      "image", "The picture with flat regions flat; alpha as it was", format, &image};
  static constexpr Param<double> strength{
      "strength",
      "Standard deviation of the noise, in levels of 255; differences of up to about twice that "
      "are evened out. 0: estimated; for flat pictures, such as icons, 10",
      0, 0, 30};
  static constexpr Param<int> radius{"radius",
                                     "How many columns and rows away pixels may be and still mix; "
                                     "time grows with its square",
                                     3,
                                     1,
                                     10,
                                     "px",
                                     PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(image, out, strength, radius)

  void run(const Call<Denoise>& call) const {
    const auto from = call[image];
    const double sigma = call[strength] > 0 ? call[strength] : denoise::estimate(call, from);
    if (sigma <= 0) return call.forward(out, from);
    const auto to = call.make_like(out, from);
    even(call, {denoise::Like::patches, sigma, call[radius], from.channels()}, from, to);
    const Image<const uint8_t> first(to.raw());
    even(call, {denoise::Like::pixels, sigma, call[radius], from.channels()}, first, to);
  }

  static void even(const Call<Denoise>& call, const denoise::Means& means,
                   const Image<const uint8_t>& from, const Image<uint8_t>& to) {
    const denoise::Planes planes(from, means.margin());
    call.parallel_for(0, from.height(), rows_per_chunk,
                      [&](int64_t y0, int64_t y1) { means.rows(planes, from, y0, y1, to); });
  }
};

}  // namespace

PIPELINE_STAGE(denoise, Denoise)
