// SPDX-License-Identifier: Apache-2.0
// Two pictures that are to be compared, as a person would see them.
#pragma once

#include <pipeline/stage.hpp>

#include <vector>

namespace pipeline::metric {

// What metrics of pictures take.
inline constexpr Format seen{.samples = PIPELINE_U8 | PIPELINE_U16 | PIPELINE_F32,
                             .colours = PIPELINE_COLOUR_GREY | PIPELINE_COLOUR_SRGB};

// A picture over an even background.
class Picture {
 public:
  // Throws Error that names the port where the channels are no colours. The image must outlive
  // this.
  Picture(const AnyImage& image, const char* port, const Colour& background);

  // Row y as R G B R G B ..., sRGB-encoded, nominally 0..1 whatever the sample type; grey in all
  // three; alpha blended over the background, in encoded values, as viewers do. [any]
  void row(int64_t y, std::vector<double>& rgb) const;

 private:
  template <class T>
  void row_of(int64_t y, std::vector<double>& rgb) const;

  AnyImage image_;
  int colours_;
  double background_[3];
};

// Throws Error unless both have the same size.
void check_same_size(const AnyImage& reference, const AnyImage& test);

// Throws Error unless the value is finite: samples are floats that need not be.
double finite(double value);

// The sum over all rows of difference(row of a, row of b), two pictures of one size. Each row has a
// sum of its own; they are added in the order of the rows.
template <class Difference>
double sum_over_rows(const BasicCall& call, const Picture& a, const Picture& b, int height,
                     Difference difference) {
  std::vector<double> sums(static_cast<size_t>(height));
  call.rows(height, [&](int64_t y0, int64_t y1) {
    std::vector<double> row_a, row_b;
    for (int64_t y = y0; y < y1; ++y) {
      a.row(y, row_a), b.row(y, row_b);
      sums[static_cast<size_t>(y)] = difference(row_a, row_b);
    }
  });
  double sum = 0;
  for (const double row : sums) sum += row;
  return sum;
}

}  // namespace pipeline::metric
