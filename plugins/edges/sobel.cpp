// SPDX-License-Identifier: Apache-2.0
// Sobel's operator: I. Sobel, G. Feldman, A 3x3 Isotropic Gradient Operator for Image Processing,
// Stanford Artificial Intelligence Project, 1968. Edges are the ridges of its magnitude, as in
// edges.canny, above one level. Cut into chunks of rows; the bytes do not depend on the cuts.
#include <pipeline/stage.hpp>

#include <cmath>
#include <optional>

#include "plugins/edges/canny/hysteresis.hpp"
#include "plugins/edges/canny/suppress.hpp"
#include "plugins/edges/common/edge_ports.hpp"
#include "plugins/edges/common/smooth_grey.hpp"

namespace {

using namespace pipeline;

constexpr int64_t rows_per_chunk = 64;

struct Sobel {
  static constexpr Stage stage{"edges.sobel",
                               "1.0.0",
                               "Gradient magnitude by Sobel's operator, and its ridges as edges.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               9.0,
                               1 << 20};
  static constexpr auto image = edge::luma_port;
  static constexpr auto strength = edge::gradient_port;
  static constexpr auto edges = edge::edges_port;
  static constexpr Param<double> level{"level", "Edges have a strength above this", 0.2, 0, 1.5};
  static constexpr Param<double> blur{
      "blur", "Sigma of a Gaussian before; 0: none", 0, 0, 10, "px", PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(image, strength, edges, level, blur)

  explicit Sobel(const Setup<Sobel>& setup) {
    constexpr double full_step = 1020;
    const double squared = setup[level] * setup[level] * full_step * full_step;
    const int above = static_cast<int>(std::floor(squared));
    levels = {edge::Norm::l2, above, above};
    if (setup[blur] > 0) gaussian.emplace(setup[blur]);
  }

  void run(const Call<Sobel>& call) const {
    const auto picture = call[image];
    const int width = picture.width(), height = picture.height();
    const auto grey = edge::smooth_grey(call, picture, gaussian ? &*gaussian : nullptr);
    const auto slope = call.make(strength, width, height, 1, PIPELINE_COLOUR_DATA);
    const auto lines = call.make(edges, width, height, 1, PIPELINE_COLOUR_DATA);
    edge::EdgeBits bits(width, height,
                        call.new_buffer<uint64_t>(edge::EdgeBits::words_for(width, height)));
    call.parallel_for(0, height, rows_per_chunk, [&](int64_t y0, int64_t y1) {
      edge::suppress(grey, levels, y0, y1, slope, bits);
      for (int64_t y = y0; y < y1; ++y) bits.get_row(y, lines.row(y));
    });
  }

  edge::Levels levels{};
  std::optional<edge::Gaussian> gaussian;
};

}  // namespace

PIPELINE_STAGE(sobel, Sobel)
