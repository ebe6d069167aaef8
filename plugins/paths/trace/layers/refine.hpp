// SPDX-License-Identifier: Apache-2.0
// Moves an outline so that the pixels it covers come out as the picture has them.
#pragma once

#include <vector>

#include "plugins/paths/trace/layers/coverage.hpp"
#include "plugins/paths/trace/layers/jacobian.hpp"
#include "plugins/paths/trace/layers/piece.hpp"
#include "plugins/paths/trace/layers/solver.hpp"
#include "plugins/paths/trace/thin/field.hpp"

namespace trace {

// Levenberg-Marquardt on coverages: what is compared is the part of each pixel that the outline
// covers, by exact area, with the part that the picture's blend of the two colours there shows;
// blurred as the picture is, if that is. (As Yang et al. 2016, Effective Clipart Image
// Vectorization Through Direct Optimization of Bezigons.)
class Refiner {
 public:
  Refiner(const Picture& picture, const Layers& layers, const Contour& contour);

  // For one of several outlines that cover a field together.
  Refiner(const CoverField& field, const Outline& outline);

  // What the other outlines cover of its pixels.
  void set_others(const std::vector<const Outline*>& others);

  // At most so many steps, fewer when they gain little.
  void refine(Outline& outline, int most_steps = 6);

  // How many pixels near the contour the outline covers wrongly by more than half.
  int wrong_pixels(const Outline& outline);

  // Squared differences of what it covers near the contour, in pixels.
  double difference(const Outline& outline);

 private:
  // One pixel's coverage by unknown.
  static constexpr int most_in_row = 24;
  struct Row {
    uint32_t cell;
    int count;
    int unknown[most_in_row];
    float slope[most_in_row];
    uint32_t piece;  // of the last sample, and where its unknowns are
    int piece_count;
    int place[9];
  };

  void find_targets(const Picture& picture, const Layers& layers, const Contour& contour);
  void find_nearest(const RegionMap& map, const Contour& contour);
  void render(const Outline& outline);
  void blur(std::vector<float>& values) const;
  template <class Visit>
  void each_difference(const Outline& outline, Visit visit);
  double error(const Outline& outline) const;
  void build(const Outline& outline);
  void add_rows(const Outline& outline);
  void add_smoothness(const Outline& outline);
  bool step(Outline& outline, double& error_now, double& damping);

  CoverageBand band_;
  std::vector<float> kernel_;  // of the picture's blur, from its middle on; none: sharp
  float base_;                 // a hole takes away from what is all covered
  double longest_step_;
  std::vector<float> target_;          // by cell: what the picture shows; below 0: it does not say
  std::vector<float> expected_;        // by cell: 1 in the region, 0 outside, below 0 under others
  std::vector<uint32_t> told_;         // cells with a target
  std::vector<const Crack*> nearest_;  // by cell; null: none
  std::vector<float> cover_, others_;
  std::vector<float> off_;  // by cell: what the outline covers too little
  PieceLayout layout_;
  std::vector<PieceSample> samples_;
  std::vector<Point> polyline_;
  std::vector<Row> rows_;
  std::vector<int> row_of_;  // by cell; -1: none
  std::vector<double> right_, extra_, change_, work_;
  EnvelopeMatrix matrix_{std::vector<int>{}};
};

}  // namespace trace
