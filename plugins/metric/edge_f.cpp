// SPDX-License-Identifier: Apache-2.0
// The F-measure of edges against reference edges: D. Martin, C. Fowlkes, J. Malik, Learning to
// Detect Natural Image Boundaries Using Local Brightness, Color, and Texture Cues, IEEE PAMI 26(5),
// 2004.
#include <pipeline/stage.hpp>

#include <cmath>
#include <string>

#include "plugins/metric/edge_f/matching.hpp"

namespace {

using namespace pipeline;

struct EdgeF {
  static constexpr Stage stage{"metric.edge_f",
                               "1.0.0",
                               "How well thin edges agree with reference edges, by the F-measure.",
                               PIPELINE_STAGE_PURE | PIPELINE_STAGE_REENTRANT,
                               48.0,
                               4 << 20};
  static constexpr Format map{.channels = PIPELINE_CHANNELS(1), .alphas = PIPELINE_ALPHA_NONE};
  static constexpr In<Image<uint8_t>> reference{
      "reference", "The edges that are right, one pixel thin; 128 and more is an edge", map};
  static constexpr In<Image<uint8_t>> test{"test", "The edges found; the same size", map};
  static constexpr Out<Number> value{
      .name = "value",
      .doc =
          "2 P R / (P + R): P is the share of the edge pixels found that have a partner, R that "
          "of the reference's. Partners are no further apart than the tolerance and each has "
          "one; as many as can be are paired. 1 where neither has edges",
      .better = PIPELINE_BETTER_HIGHER};
  static constexpr Param<double> tolerance{
      "tolerance",
      "How far partners may be apart; 0: 0.0075 of the picture's diagonal, as in the paper",
      0,
      0,
      100,
      "px",
      PIPELINE_PARAM_PIXELS};
  PIPELINE_INTERFACE(reference, test, value, tolerance)

  void run(const Call<EdgeF>& call) const {
    const auto right = call[reference], found = call[test];
    const int width = right.width(), height = right.height();
    if (found.width() != width || found.height() != height) {
      throw Error(PIPELINE_BAD_ARGUMENT, "test is " + std::to_string(found.width()) + " x " +
                                             std::to_string(found.height()) +
                                             " pixels and reference " + std::to_string(width) +
                                             " x " + std::to_string(height) +
                                             ": find the edges of both in pictures of one size");
    }
    const double diagonal =
        std::sqrt(static_cast<double>(width) * width + static_cast<double>(height) * height);
    const double reach = call[tolerance] > 0 ? call[tolerance] : 0.0075 * diagonal;
    metric::EdgeMatching matching(found, right, reach);
    const auto pairs = static_cast<double>(matching.pairs(call));
    const auto all = static_cast<double>(matching.found() + matching.wanted());
    // With n pairs P is n / found and R is n / wanted.
    call.emit(value, all > 0 ? 2 * pairs / all : 1);
  }
};

}  // namespace

PIPELINE_STAGE(edge_f, EdgeF)
