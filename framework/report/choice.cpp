// SPDX-License-Identifier: Apache-2.0
#include "framework/report/choice.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace pipeline::report {

namespace {

using compare::Column;
using compare::Comparison;

// Infinite where one side is, as the PSNR of an exact result; two such sides differ by nothing.
double change(double before, double after) { return before == after ? 0 : after - before; }

// By image, the mean over variants; empty where no metric is judged.
std::vector<double> quality_gains(const Comparison& comparison, std::string& name) {
  const auto& metrics = comparison.metrics;
  const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                   [](const auto& m) { return m.margin.has_value(); });
  if (metric == metrics.end()) return {};
  name = metric->name;
  const auto m = static_cast<size_t>(metric - metrics.begin());
  std::vector<double> gains(comparison.judged.size());
  for (const Column& variant : comparison.variants) {
    for (size_t i = 0; i < gains.size(); ++i) {
      const double after = change(comparison.baseline.metrics[m][i], variant.metrics[m][i]);
      gains[i] += (metric->lower_is_better ? -after : after) /
                  static_cast<double>(comparison.variants.size());
    }
  }
  // Infinities of both signs.
  for (double& gain : gains) gain = std::isnan(gain) ? 0 : gain;
  return gains;
}

// Empty where images were not timed one by one. What was not timed gains nothing.
std::vector<double> speed_gains(const Comparison& comparison) {
  const auto& before = comparison.baseline.times;
  if (before.size() != comparison.timed.size()) return {};
  std::vector<double> gains(comparison.judged.size());
  for (size_t t = 0; t < before.size(); ++t) {
    const auto at =
        std::find(comparison.judged.begin(), comparison.judged.end(), comparison.timed[t]);
    if (at == comparison.judged.end()) continue;
    double& gain = gains[static_cast<size_t>(at - comparison.judged.begin())];
    for (const Column& variant : comparison.variants) {
      gain += std::log(compare::median(before[t]) / compare::median(variant.times[t])) /
              static_cast<double>(comparison.variants.size());
    }
  }
  return gains;
}

bool tells_apart(const std::vector<double>& gains) {
  return std::any_of(gains.begin(), gains.end(), [&](double g) { return g != gains[0]; });
}

}  // namespace

Choice choose(const Comparison& comparison, size_t each) {
  Choice choice;
  std::vector<double> gains = quality_gains(comparison, choice.by);
  if (!tells_apart(gains)) {
    gains = speed_gains(comparison);
    choice.by = tells_apart(gains) ? "time" : "";
  }
  const size_t count = comparison.judged.size();
  gains.resize(count);
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return gains[a] < gains[b]; });
  std::vector<bool> taken(count);
  const auto take = [&](size_t rank, Place place) {
    if (rank >= count || taken[rank]) return;
    taken[rank] = true;
    choice.images.push_back({order[rank], place, gains[order[rank]]});
  };
  const size_t middle = count / 2;
  for (size_t k = 0; k < std::min(each, count); ++k) {
    take(k, Place::worst);
    take(count - 1 - k, Place::best);
    // 0, 1 below, 1 above, 2 below...; below 0 is far beyond the count.
    take(k % 2 ? middle - (k + 1) / 2 : middle + k / 2, Place::median);
  }
  return choice;
}

}  // namespace pipeline::report
