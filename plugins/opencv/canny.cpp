// SPDX-License-Identifier: Apache-2.0
// cv::Canny with the ports and parameters of edges.canny, to swap the one for the other: grey by
// cv::cvtColor, blur by cv::GaussianBlur, gradients by cv::Sobel (aperture 3, edge pixels
// repeated).
#include <pipeline/opencv.hpp>
#include <pipeline/stage.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "plugins/opencv/common/host_threads.hpp"

namespace {

using namespace pipeline;

enum class Norm { l1, l2 };
constexpr const char* norm_names[] = {"l1", "l2"};
constexpr float full_step = 1020;  // Sobel over a step from black to white

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

uint8_t over_white(int value, int alpha) {
  return static_cast<uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

cv::Mat seen_over_white(const BasicCall& call, const Image<const uint8_t>& image) {
  cv::Mat out(image.height(), image.width(), CV_8UC3);
  call.rows(image.height(), [&](int64_t y0, int64_t y1) {
    for (int64_t y = y0; y < y1; ++y) {
      const uint8_t* p = image.row(y);
      uint8_t* to = out.ptr(static_cast<int>(y));
      for (int x = 0; x < image.width(); ++x, p += 4, to += 3) {
        for (int c = 0; c < 3; ++c) to[c] = over_white(p[c], p[3]);
      }
    }
  });
  return out;
}

cv::Mat grey_of(const BasicCall& call, const Image<const uint8_t>& image) {
  if (image.channels() == 1) return as_mat(image);
  cv::Mat grey;
  cv::cvtColor(image.channels() == 3 ? as_mat(image) : seen_over_white(call, image), grey,
               cv::COLOR_RGB2GRAY);
  return grey;
}

struct Canny {
  static constexpr Stage stage{
      "opencv.canny",
      "1.0.0",
      "Thin edges by OpenCV's Canny: gradient ridges above two thresholds.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      17.0,
      1 << 20};
  static constexpr In<Image<uint8_t>> image{
      "image",
      "Picture, grey or sRGB; colour is taken as luma, transparency is seen over white",
      {.channels = PIPELINE_CHANNELS(1) | PIPELINE_CHANNELS(3) | PIPELINE_CHANNELS(4),
       .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB,
       .alphas = PIPELINE_ALPHA_NONE | PIPELINE_ALPHA_STRAIGHT}};
  static constexpr Out<GreyF> strength{
      "strength",
      "Gradient magnitude; 1 is a step from black to white, or steeper",
      {.colours = PIPELINE_COLOUR_DATA, .alphas = PIPELINE_ALPHA_NONE}};
  static constexpr Out<Grey8> edges{
      "edges",
      "255 on edges, which are one pixel thin, else 0",
      {.colours = PIPELINE_COLOUR_DATA, .alphas = PIPELINE_ALPHA_NONE}};
  static constexpr Param<double> low{
      "low", "Edges end where the gradient is not above this (Sobel's scale: a full step is 1020)",
      50, 0, 2040};
  static constexpr Param<double> high{"high", "Edges must somewhere have a gradient above this",
                                      100, 0, 2040};
  static constexpr Param<Norm> norm{
      "norm", "How the two gradients add up: |dx| + |dy|, or the Euclidean length", Norm::l1,
      norm_names};
  static constexpr Param<double> blur{
      "blur", "Sigma of a Gaussian before; 0: none", 1.0, 0, 10, "px", PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(image, strength, edges, low, high, norm, blur)

  // OpenCV would exchange the thresholds silently.
  explicit Canny(const Setup<Canny>& setup) {
    if (setup[low] <= setup[high]) return;
    throw Error(PIPELINE_BAD_ARGUMENT, "low (" + short_number(setup[low]) + ") is above high (" +
                                           short_number(setup[high]) +
                                           "); give low at most as large as high");
  }

  void run(const Call<Canny>& call) const {
    const opencv_stages::HostThreads threads(call);
    const auto picture = call[image];
    cv::Mat grey = grey_of(call, picture);
    if (const double sigma = call[blur]; sigma > 0) {
      cv::Mat smooth;
      cv::GaussianBlur(grey, smooth, {}, sigma, sigma, cv::BORDER_REPLICATE);
      grey = smooth;
    }
    cv::Mat dx, dy;
    cv::Sobel(grey, dx, CV_16S, 1, 0, 3, 1, 0, cv::BORDER_REPLICATE);
    cv::Sobel(grey, dy, CV_16S, 0, 1, 3, 1, 0, cv::BORDER_REPLICATE);
    const auto lines = call.make(edges, picture.width(), picture.height(), 1, PIPELINE_COLOUR_DATA);
    cv::Mat to = as_mat(lines);
    cv::Canny(dx, dy, to, call[low], call[high], call[norm] == Norm::l2);
    emit_strength(call, dx, dy);
  }

  static void emit_strength(const Call<Canny>& call, const cv::Mat& dx, const cv::Mat& dy) {
    const auto slope = call.make(strength, dx.cols, dx.rows, 1, PIPELINE_COLOUR_DATA);
    call.rows(dx.rows, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) {
        const auto* gx = dx.ptr<int16_t>(static_cast<int>(y));
        const auto* gy = dy.ptr<int16_t>(static_cast<int>(y));
        float* out = slope.row(y);
        for (int x = 0; x < dx.cols; ++x) {
          const auto squared = static_cast<float>(gx[x] * gx[x] + gy[x] * gy[x]);
          out[x] = std::min(std::sqrt(squared) / full_step, 1.0F);
        }
      }
    });
  }
};

}  // namespace

PIPELINE_STAGE(canny, Canny)
