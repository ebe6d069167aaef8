// SPDX-License-Identifier: Apache-2.0
// Canny's edge detector. With blur 0 the edges are those of OpenCV's cv::Canny (aperture 3) on the
// grey picture at the same thresholds. Cut into chunks of rows; the bytes do not depend on the
// cuts.
#include <pipeline/stage.hpp>

#include <cmath>
#include <cstdio>
#include <optional>
#include <string>

#include "plugins/edges/canny/hysteresis.hpp"
#include "plugins/edges/canny/suppress.hpp"
#include "plugins/edges/common/edge_ports.hpp"
#include "plugins/edges/common/smooth_grey.hpp"

namespace {

using namespace pipeline;

constexpr const char* norm_names[] = {"l1", "l2"};
constexpr int64_t rows_per_chunk = 64;

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

struct Canny {
  static constexpr Stage stage{
      "edges.canny",
      "1.0.0",
      "Thin edges by Canny's method: gradient ridges above two thresholds.",
      PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
      9.0,
      1 << 20};
  static constexpr auto image = edge::luma_port;
  static constexpr auto strength = edge::gradient_port;
  static constexpr auto edges = edge::edges_port;
  static constexpr Param<double> low{
      "low", "Edges end where the gradient is not above this (Sobel's scale: a full step is 1020)",
      50, 0, 2040};
  static constexpr Param<double> high{"high", "Edges must somewhere have a gradient above this",
                                      100, 0, 2040};
  static constexpr Param<edge::Norm> norm{
      "norm", "How the two gradients add up: |dx| + |dy|, or the Euclidean length", edge::Norm::l1,
      norm_names};
  static constexpr Param<double> blur{
      "blur",
      "Sigma of a Gaussian before; 0: none, then edges are as OpenCV's Canny has them",
      1.0,
      0,
      10,
      "px",
      PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(image, strength, edges, low, high, norm, blur)

  explicit Canny(const Setup<Canny>& setup) {
    if (setup[low] > setup[high]) {
      throw Error(PIPELINE_BAD_ARGUMENT, "low (" + short_number(setup[low]) + ") is above high (" +
                                             short_number(setup[high]) +
                                             "); give low at most as large as high");
    }
    const auto level = [&](double v) {
      return static_cast<int>(std::floor(setup[norm] == edge::Norm::l2 ? v * v : v));
    };
    levels = {setup[norm], level(setup[low]), level(setup[high])};
    if (setup[blur] > 0) gaussian.emplace(setup[blur]);
  }

  void run(const Call<Canny>& call) const {
    const auto picture = call[image];
    const int width = picture.width(), height = picture.height();
    const auto grey = edge::smooth_grey(call, picture, gaussian ? &*gaussian : nullptr);
    const auto slope = call.make(strength, width, height, 1, PIPELINE_COLOUR_DATA);
    const auto lines = call.make(edges, width, height, 1, PIPELINE_COLOUR_DATA);
    edge::EdgeBits bits(width, height,
                        call.new_buffer<uint64_t>(edge::EdgeBits::words_for(width, height)));
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      edge::suppress(grey, levels, y0, y1, slope, bits);
      bits.spread(y0, y1);
    });
    bits.join(rows_per_chunk);
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      for (int64_t y = y0; y < y1; ++y) bits.get_row(y, lines.row(y));
    });
  }

  edge::Levels levels{};
  std::optional<edge::Gaussian> gaussian;
};

}  // namespace

PIPELINE_STAGE(canny, Canny)
