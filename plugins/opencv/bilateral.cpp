// SPDX-License-Identifier: Apache-2.0
// cv::bilateralFilter: a Gaussian mean in which pixels of another colour count less (Tomasi and
// Manduchi 1998). Pixels beyond the edge repeat those of the edge.
#include <pipeline/opencv.hpp>
#include <pipeline/stage.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

#include "plugins/opencv/common/host_threads.hpp"

namespace {

using namespace pipeline;

constexpr int automatic = 0;
constexpr const char* diameter_words[] = {"auto"};
constexpr int64_t diameter_values[] = {automatic};

struct Bilateral {
  // Not PURE: OpenCV's loops multiply and add in one step where the machine can.
  static constexpr Stage stage{
      "opencv.bilateral",
      "1.0.0",
      "Smooths a picture and keeps its edges, by OpenCV's bilateral filter.",
      PIPELINE_STAGE_REENTRANT,
      36.0,
      1 << 20};
  static constexpr Format format{PIPELINE_U8 | PIPELINE_F32,
                                 PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(3), 0,
                                 PIPELINE_ALPHA_NONE};
  static constexpr In<AnyImage> image{"image", "Picture without alpha", format};
  static constexpr Out<AnyImage> out{"image", "The smoothed picture", format, &image};
  static constexpr Param<double> sigma_color{
      "sigma_color",
      "How different colours may be and still mix; 1 is the whole range of a channel", 0.1, 0.001,
      10};
  static constexpr Param<double> sigma_space{
      "sigma_space",        "How far apart pixels may be and still mix", 3, 0.1, 100, "px",
      PIPELINE_PARAM_PIXELS};
  static constexpr Param<int> diameter{
      "diameter",
      "Of the neighbourhood; time grows with its square. auto: three times sigma_space",
      automatic,
      1,
      255,
      "px",
      PIPELINE_PARAM_PIXELS,
      diameter_words,
      diameter_values,
      1};
  PIPELINE_INTERFACE(image, out, sigma_color, sigma_space, diameter)

  void run(const Call<Bilateral>& call) const {
    const opencv_stages::HostThreads threads(call);
    const AnyImage from = call[image];
    if (from.sample() == PIPELINE_F32) check_finite(from.as<const float>());
    const AnyImage to = call.make(out, from.raw());
    const double full = from.sample() == PIPELINE_U8 ? 255 : 1;
    cv::Mat result = as_mat(to.raw());
    cv::bilateralFilter(as_mat(from), result, call[diameter], call[sigma_color] * full,
                        call[sigma_space], cv::BORDER_REPLICATE);
  }

  // OpenCV looks weights up by differences of samples: an infinite one would be beyond its table.
  static void check_finite(const Image<const float>& image) {
    const auto row = static_cast<size_t>(image.width()) * static_cast<size_t>(image.channels());
    for (int y = 0; y < image.height(); ++y) {
      const float* p = image.row(y);
      if (std::all_of(p, p + row, [](float v) { return std::isfinite(v); })) continue;
      throw Error(PIPELINE_BAD_ARGUMENT, "row " + std::to_string(y) +
                                             " of the image has a sample that is infinite or not a "
                                             "number: put image.convert with samples: u16 or u8 "
                                             "before, which clamps such");
    }
  }
};

}  // namespace

PIPELINE_STAGE(bilateral, Bilateral)
