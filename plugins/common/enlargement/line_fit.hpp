// SPDX-License-Identifier: Apache-2.0
// The samples from which a line was enlarged, by least squares.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "plugins/common/resample/taps.hpp"

namespace enlargement {

inline constexpr float darkest = 0, brightest = 255;

// What is known of a line beside its samples.
enum class Bounds {
  none,     // nothing: what lies beyond black and white was not cut off, or hardly matters
  seen,     // the enlarged samples were cut off at black and white
  as_small  // and the small ones lie between these, too
};

// For one filter and one pair of lengths. A row of an enlarged picture is a known mixture of the
// small picture's row. What the filter carries beyond black or white is cut off there: a sample
// that is black or white bounds the mixture from one side only.
class LineFit {
 public:
  // Lengths in pixels; small < large.
  LineFit(pipeline::resize::Filter filter, int small, int large);

  int small() const { return small_; }
  pipeline::resize::Filter filter() const { return filter_; }

  // The small line whose enlargement comes nearest to `line`, which has `large` samples. It lives
  // until the next call. Not to be called by several threads at once.
  std::span<const float> shrink(std::span<const float> line, Bounds bounds);

  // The enlargement of `small` samples; cut off at black and white unless bounds are none.
  void enlarge(std::span<const float> line, Bounds bounds, std::span<float> to) const;

 private:
  static constexpr int band = 6;  // samples of the small line that a large one may mix
  using Row = std::array<float, band>;

  void build(std::span<const float> line);
  void factor(std::vector<Row>& matrix) const;
  void solve(const std::vector<Row>& matrix);
  bool heed_bounds(std::span<const float> line, Bounds bounds);

  pipeline::resize::Filter filter_;
  int small_, large_;
  pipeline::resize::Taps taps_;
  std::vector<Row> plain_, matrix_;  // upper bands; the first one is of lines without bounds
  std::vector<char> free_;           // by large sample: it lies beyond what can be seen
  std::vector<float> held_;          // by small sample: where it is held; below 0: nowhere
  std::vector<float> right_, found_;
};

}  // namespace enlargement
