// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/statistics.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <random>

namespace pipeline::compare {

namespace {

constexpr size_t resamples = 20000;

// The standard's distributions differ between libraries; this does not. Biased by less than 2^-32.
size_t any_of(std::mt19937_64& random, size_t count) {
  return static_cast<size_t>(random() % count);
}

// Leaves `values` in another order.
double median_in_place(std::vector<double>& values) {
  if (values.empty()) return 0;
  const size_t half = values.size() / 2;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

Interval percentiles(double estimate, std::vector<double>& found, double alpha) {
  std::sort(found.begin(), found.end());
  const double last = static_cast<double>(found.size() - 1);
  const auto low = static_cast<size_t>(std::floor(alpha / 2 * last));
  return {found[low], estimate, found[found.size() - 1 - low]};
}

std::vector<double> log_ratios(const std::vector<double>& reference,
                               const std::vector<double>& test) {
  std::vector<double> ratios(reference.size());
  for (size_t r = 0; r < ratios.size(); ++r) ratios[r] = std::log(test[r] / reference[r]);
  return ratios;
}

// `count` medians of rounds drawn anew.
std::vector<double> redrawn_medians(const std::vector<double>& ratios, size_t count,
                                    std::mt19937_64& random) {
  std::vector<double> medians(count), drawn(ratios.size());
  for (double& m : medians) {
    for (double& d : drawn) d = ratios[any_of(random, ratios.size())];
    m = median_in_place(drawn);
  }
  return medians;
}

double half_by_students_t(const std::vector<double>& values, double mean_value, double alpha) {
  const auto count = static_cast<double>(values.size());
  double squares = 0;
  for (const double v : values) squares += (v - mean_value) * (v - mean_value);
  const boost::math::students_t_distribution<double> t(count - 1);
  return boost::math::quantile(boost::math::complement(t, alpha / 2)) *
         std::sqrt(squares / (count - 1) / count);
}

}  // namespace

double median(std::vector<double> values) { return median_in_place(values); }

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

Interval log_ratio(const Times& reference, const Times& test, double alpha, uint64_t seed) {
  std::mt19937_64 random(seed);
  const size_t images = reference.size();
  const size_t pool = std::max<size_t>(1000, resamples / images);
  std::vector<std::vector<double>> redrawn;
  std::vector<double> medians;
  for (size_t i = 0; i < images; ++i) {
    std::vector<double> ratios = log_ratios(reference[i], test[i]);
    redrawn.push_back(redrawn_medians(ratios, pool, random));
    medians.push_back(median_in_place(ratios));
  }
  const double estimate = median(medians);
  const bool others = images >= least_images;
  std::vector<double> found(resamples), drawn(images);
  for (double& f : found) {
    for (size_t i = 0; i < images; ++i) {
      drawn[i] = redrawn[others ? any_of(random, images) : i][any_of(random, pool)];
    }
    f = median_in_place(drawn);
  }
  return percentiles(estimate, found, alpha);
}

Interval mean_difference(const std::vector<double>& differences, double alpha, uint64_t seed) {
  std::mt19937_64 random(seed);
  const size_t images = differences.size();
  const double estimate = mean(differences);
  if (images < least_images || !std::isfinite(estimate)) return {estimate, estimate, estimate};
  std::vector<double> found(resamples), drawn(images);
  for (double& f : found) {
    for (double& d : drawn) d = differences[any_of(random, images)];
    f = mean(drawn);
  }
  Interval interval = percentiles(estimate, found, alpha);
  const double half = half_by_students_t(differences, estimate, alpha);
  interval.low = std::min(interval.low, estimate - half);
  interval.high = std::max(interval.high, estimate + half);
  return interval;
}

}  // namespace pipeline::compare
