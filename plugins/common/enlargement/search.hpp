// SPDX-License-Identifier: Apache-2.0
// From how many samples, and by which filter, lines were enlarged.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "plugins/common/enlargement/line_fit.hpp"

namespace enlargement {

using Line = std::vector<float>;  // 0..255

struct Origin {
  pipeline::resize::Filter filter;
  int length;
};

// Pictures enlarged by less are as good as sharp; by more, the small one tells nothing.
inline constexpr double least_factor = 1.9, largest_factor = 17;

// What is known of columns, when rows were enlarged first: what a filter makes of these is cut off
// at black and white, but OpenCV does that once, at the end.
inline Bounds bounds_of_columns(pipeline::resize::Filter filter) {
  return filter == pipeline::resize::Filter::sharp_cubic ? Bounds::seen : Bounds::as_small;
}

// Levels that samples may be off where a line changes, as root of the mean square.
inline constexpr double usual_off = 3.5;

// The filters that are looked for.
std::span<const pipeline::resize::Filter> known_filters();

// The length and the filter that explain the lines best, be they of one length: each sample that
// the small lines have must be worth it (as G. Schwarz weighs it, Annals of Statistics 6, 1978). Of
// filters that explain them as well, the first: a bilinear line of twice the length is a bicubic
// one, too.
// Nothing where no length explains them to within most_off. Only those lengths are looked at
// closely that explain a line much better than the lengths beside them do.
std::optional<Origin> find_origin(const std::vector<Line>& lines,
                                  std::span<const pipeline::resize::Filter> filters, int shortest,
                                  int longest, double most_off);

}  // namespace enlargement
