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

}  // namespace pipeline::metric
