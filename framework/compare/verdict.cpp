// SPDX-License-Identifier: Apache-2.0
#include "framework/compare/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace pipeline::compare {

namespace {

double widest(const Interval& i) { return std::max(std::abs(i.low), std::abs(i.high)); }

// More images that shrink a half-width to what is left between the estimate and the nearest bound.
size_t images_to_shrink(const Interval& interval, double bound, size_t images) {
  const double half = (interval.high - interval.low) / 2;
  const double room = std::abs(interval.estimate - bound);
  constexpr double most = 1e6;
  if (room <= 0) return static_cast<size_t>(most);
  const double factor = (half / room) * (half / room);
  const double more = std::ceil(static_cast<double>(images) * (factor - 1));
  return static_cast<size_t>(std::clamp(more, 1.0, most));
}

Speed speed_of(const Interval& log, double floor, double precision) {
  if (log.high < -floor) return Speed::faster;
  if (log.low > floor) return Speed::slower;
  if (widest(log) <= precision) return Speed::same;
  return Speed::undecided;
}

Quality quality_of(const Interval& gain, double margin) {
  if (gain.low > margin) return Quality::better;
  if (gain.low >= -margin) return Quality::not_worse;
  if (gain.high < -margin) return Quality::worse;
  return Quality::undecided;
}

size_t samples_of(const Times& times) {
  size_t count = 0;
  for (const auto& rounds : times) count += rounds.size();
  return count;
}

MetricVerdict judge_metric(size_t number, const Metric& metric, const Column& baseline,
                           const Column& variant, double alpha, uint64_t seed) {
  const auto& before = baseline.metrics[number];
  const auto& after = variant.metrics[number];
  std::vector<double> gains(before.size());
  bool any = false;
  for (size_t i = 0; i < gains.size(); ++i) {
    // Equal infinities, such as the PSNR of two exact results, differ by nothing.
    const double change = after[i] == before[i] ? 0 : after[i] - before[i];
    gains[i] = metric.lower_is_better ? -change : change;
    any = any || change != 0;
  }
  MetricVerdict verdict{number, mean_difference(gains, alpha, seed), Quality::same, 0};
  if (!any) return verdict;
  verdict.quality = quality_of(verdict.gain, *metric.margin);
  if (verdict.quality == Quality::undecided) {
    verdict.more_images = images_to_shrink(verdict.gain, -*metric.margin, gains.size());
  }
  return verdict;
}

// How bad it is that a metric ended so, for the whole.
int rank(Quality quality) {
  switch (quality) {
    case Quality::same:
      return 0;
    case Quality::better:
      return 1;
    case Quality::not_worse:
      return 2;
    case Quality::undecided:
      return 3;
    case Quality::worse:
      return 4;
  }
  return 4;
}

}  // namespace

std::vector<Verdict> judge(const Column& baseline, const Times& again,
                           const std::vector<Column>& variants, const std::vector<Metric>& metrics,
                           const Rule& rule) {
  const double looks = static_cast<double>(rule.look) * (rule.look + 1);
  const double alpha = rule.alpha / looks / static_cast<double>(variants.size() + 1);
  const bool timed = !baseline.times.empty() && !baseline.times[0].empty();
  const Interval self = timed ? log_ratio(baseline.times, again, alpha, rule.seed) : Interval{};
  const bool unsteady = self.low > rule.precision || self.high < -rule.precision;
  const bool few = samples_of(baseline.times) < least_samples;
  const double floor = std::max(std::abs(self.estimate), rule.precision);
  std::vector<Verdict> verdicts;
  for (const Column& variant : variants) {
    Verdict& verdict = verdicts.emplace_back();
    if (timed) {
      const Interval log = log_ratio(baseline.times, variant.times, alpha, rule.seed);
      verdict.ratio = {std::exp(log.low), std::exp(log.estimate), std::exp(log.high)};
      verdict.speed = few        ? Speed::few
                      : unsteady ? Speed::unsteady
                                 : speed_of(log, floor, rule.precision);
      if (verdict.speed == Speed::undecided && variant.times.size() >= least_images) {
        const double nearest = std::abs(log.estimate) < rule.precision ? rule.precision : floor;
        verdict.more_images =
            images_to_shrink(log, log.estimate > 0 ? nearest : -nearest, variant.times.size());
      }
    }
    const double metric_alpha = alpha / static_cast<double>(std::max<size_t>(1, metrics.size()));
    for (size_t m = 0; m < metrics.size(); ++m) {
      if (!metrics[m].margin) continue;
      verdict.metrics.push_back(
          judge_metric(m, metrics[m], baseline, variant, metric_alpha, rule.seed));
      if (rank(verdict.metrics.back().quality) > rank(verdict.quality)) {
        verdict.quality = verdict.metrics.back().quality;
      }
    }
  }
  return verdicts;
}

bool speed_is_decided(const std::vector<Verdict>& verdicts) {
  return std::none_of(verdicts.begin(), verdicts.end(), [](const Verdict& v) {
    return v.speed != Speed::faster && v.speed != Speed::slower && v.speed != Speed::same;
  });
}

}  // namespace pipeline::compare
