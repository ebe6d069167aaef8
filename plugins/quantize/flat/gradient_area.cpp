// SPDX-License-Identifier: Apache-2.0
#include "plugins/quantize/flat/gradient_area.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/quantize/flat/palette.hpp"

namespace pipeline::quantize {

namespace {

// Levels a pixel, on the way between the outermost stops.
double steepness(const gradient::Profile& profile) {
  const auto& colours = profile.colours();
  double way = 0;
  for (size_t i = 1; i < colours.size(); ++i) {
    double largest = 0;
    for (size_t k = 0; k < 4; ++k) {
      largest = std::max(largest, std::abs(colours[i][k] - colours[i - 1][k]));
    }
    way += largest;
  }
  return way / (profile.knots().back() - profile.knots().front());
}

bool is_blurred_edge(const GradientArea& area) {
  constexpr double thin = 8, steep = 8;
  constexpr size_t small = 400;  // pixels: what is short is not thin
  return area.pixels.size() > small && area.thickness < thin &&
         steepness(area.fit->gradient.profile) > steep;
}

// Whether hardly any pixel has another colour than the median.
bool is_mostly_flat(const GradientArea& area) {
  constexpr float near_square = 4 * 4;
  Channels4 median;
  std::vector<float> values;
  for (size_t k = 0; k < 4; ++k) {
    values.clear();
    for (const gradient::Sample& s : area.samples) values.push_back(s.colour[k]);
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    median[k] = *middle;
  }
  const auto others = std::count_if(area.samples.begin(), area.samples.end(), [&](const auto& s) {
    return square_distance(s.colour, median) > near_square;
  });
  return 20 * static_cast<size_t>(others) < area.samples.size();
}

}  // namespace

namespace {

bool is_gradient_within(const std::optional<gradient::Fit>& fit, double room) {
  constexpr double largest_error = 1.4, part = 0.3, strangers = 0.02;
  return fit && fit->error <= room * largest_error && fit->error <= room * part * fit->explained &&
         fit->off <= room * strangers;
}

}  // namespace

bool is_gradient(const std::optional<gradient::Fit>& fit) { return is_gradient_within(fit, 1); }

bool may_be_gradient(const std::optional<gradient::Fit>& fit) {
  return is_gradient_within(fit, 2.5);
}

bool is_no_fill(const GradientArea& area) { return is_blurred_edge(area) || is_mostly_flat(area); }

}  // namespace pipeline::quantize
