// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/resample/taps.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pipeline::resize {

namespace {

// sin(pi x) by its series: the library's sine may differ in the last digit from machine to machine.
double sin_pi(double x) {
  const double whole = std::floor(x + 0.5);
  const double t = std::numbers::pi * (x - whole), square = t * t;
  double sum = 1;
  for (int k = 20; k > 0; k -= 2) sum = 1 - square / (k * (k + 1)) * sum;
  return std::fmod(whole, 2) == 0 ? t * sum : -t * sum;
}

double sinc(double x) { return x == 0 ? 1 : sin_pi(x) / (std::numbers::pi * x); }

double cubic(double x, double b, double c) {
  if (x < 1) {
    return ((12 - 9 * b - 6 * c) * x * x * x + (-18 + 12 * b + 6 * c) * x * x + (6 - 2 * b)) / 6;
  }
  return ((-b - 6 * c) * x * x * x + (6 * b + 30 * c) * x * x + (-12 * b - 48 * c) * x +
          (8 * b + 24 * c)) /
         6;
}

double radius(Filter filter) {
  if (filter == Filter::triangle) return 1;
  return filter == Filter::lanczos3 ? 3 : 2;
}

// x >= 0 in input pixels of a picture that does not shrink.
double value(Filter filter, double x) {
  if (x >= radius(filter)) return 0;
  switch (filter) {
    case Filter::triangle:
      return 1 - x;
    case Filter::catmull_rom:
      return cubic(x, 0, 0.5);
    case Filter::mitchell:
      return cubic(x, 1.0 / 3, 1.0 / 3);
    case Filter::sharp_cubic:
      return cubic(x, 0, 0.75);
    default:
      return sinc(x) * sinc(x / 3);
  }
}

}  // namespace

Taps::Taps(Filter filter, int32_t input, int32_t output) {
  const int64_t in = input, out = output;
  const double stretch = std::max(1.0, static_cast<double>(in) / static_cast<double>(out));
  runs_.reserve(static_cast<size_t>(out));
  std::vector<double> weights;
  for (int64_t x = 0; x < out; ++x) {
    weights.clear();
    int64_t begin = 0;
    if (in == out || filter == Filter::nearest) {
      begin = (2 * x + 1) * in / (2 * out);
      weights.push_back(1);
    } else if (filter == Filter::box) {
      // In units of 1 / out of an input pixel the area is exact.
      const int64_t low = x * in, high = low + in;
      begin = low / out;
      for (int64_t i = begin; i * out < high; ++i) {
        weights.push_back(
            static_cast<double>(std::min((i + 1) * out, high) - std::max(i * out, low)));
      }
    } else {
      const double centre = static_cast<double>((2 * x + 1) * in) / static_cast<double>(2 * out);
      const double reach = radius(filter) * stretch;
      begin = std::max<int64_t>(0, static_cast<int64_t>(std::ceil(centre - reach - 0.5)));
      const auto last =
          std::min<int64_t>(in - 1, static_cast<int64_t>(std::floor(centre + reach - 0.5)));
      for (int64_t i = begin; i <= last; ++i) {
        weights.push_back(value(filter, std::abs(static_cast<double>(i) + 0.5 - centre) / stretch));
      }
    }
    add(begin, weights);
  }
}

// Zeros at the ends are left out.
void Taps::add(int64_t begin, std::span<const double> weights) {
  while (weights.front() == 0) weights = weights.subspan(1), ++begin;
  while (weights.back() == 0) weights = weights.first(weights.size() - 1);
  runs_.push_back(
      {static_cast<int32_t>(begin), static_cast<int32_t>(weights.size()), weights_.size()});
  double sum = 0;
  for (const double w : weights) sum += w;
  for (const double w : weights) weights_.push_back(static_cast<float>(w / sum));
}

}  // namespace pipeline::resize
