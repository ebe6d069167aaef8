// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "framework/cli/compare/text.hpp"
#include "framework/graph/json.hpp"
#include "framework/host/machine.hpp"

namespace pipeline::cli {

namespace {

using compare::Column;
using compare::Interval;
using compare::Quality;
using compare::Speed;
using compare::Verdict;
using graph::Json;

const char* word(Speed speed) {
  switch (speed) {
    case Speed::faster:
      return "faster";
    case Speed::slower:
      return "slower";
    case Speed::same:
      return "same";
    case Speed::few:
      return "few_rounds";
    case Speed::unsteady:
      return "unsteady";
    default:
      return "undecided";
  }
}

const char* word(Quality quality) {
  switch (quality) {
    case Quality::same:
      return "same";
    case Quality::better:
      return "better";
    case Quality::not_worse:
      return "not_worse";
    case Quality::worse:
      return "worse";
    default:
      return "undecided";
  }
}

// JSON has no infinity: the PSNR of two equal pictures is the text "inf".
Json number(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

Json numbers(const std::vector<double>& values) {
  Json list = Json::list();
  for (const double v : values) list.add(number(v));
  return list;
}

Json interval(const Interval& i) {
  return Json::list({number(i.low), number(i.estimate), number(i.high)});
}

// The same rounds of every column, so that they stay pairs.
Json times(const compare::Times& table, size_t most_rounds) {
  Json list = Json::list();
  for (const auto& rounds : table) {
    const size_t count = std::min(rounds.size(), most_rounds);
    std::vector<double> taken;
    for (size_t i = 0; i < count; ++i) taken.push_back(rounds[i * rounds.size() / count]);
    list.add(numbers(taken));
  }
  return list;
}

Json metrics_json(const std::vector<compare::Metric>& metrics) {
  Json list = Json::list();
  for (const compare::Metric& m : metrics) {
    Json metric = Json::object({{"name", m.name}, {"unit", m.unit}});
    if (m.has_direction) metric.add("better", m.lower_is_better ? "lower" : "higher");
    if (m.margin) metric.add("margin", *m.margin);
    list.add(std::move(metric));
  }
  return list;
}

Json column_json(const Column& column, const CompareReport& report, size_t number,
                 size_t most_rounds) {
  const auto& found = report.comparison;
  Json metrics = Json::object();
  for (size_t m = 0; m < found.metrics.size(); ++m) {
    metrics.add(found.metrics[m].name, numbers(column.metrics[m]));
  }
  return Json::object({{"name", column.name},
                       {"seconds", times(column.times, most_rounds)},
                       {"metrics", std::move(metrics)},
                       {"output_bytes", found.output_bytes[number]},
                       {"peak_bytes", found.peak_bytes[number]},
                       {"same_output", column.same_output},
                       {"repeatable", column.repeats}});
}

Json verdict_json(const Verdict& verdict, const compare::Comparison& found) {
  Json metrics = Json::object();
  for (const auto& m : verdict.metrics) {
    metrics.add(found.metrics[m.metric].name,
                Json::object({{"gain", interval(m.gain)},
                              {"margin", *found.metrics[m.metric].margin},
                              {"quality", word(m.quality)}}));
  }
  return Json::object({{"speed", word(verdict.speed)},
                       {"time_ratio", interval(verdict.ratio)},
                       {"quality", word(verdict.quality)},
                       {"metrics", std::move(metrics)}});
}

std::string name_of(size_t image, const CompareReport& report) {
  return std::string(run::name_of(report.items[image]));
}

Json difference_json(const compare::Difference& difference, const CompareReport& report) {
  return Json::object({{"image", name_of(difference.image, report)},
                       {"stage", difference.stage},
                       {"port", difference.port},
                       {"what", difference.text}});
}

Json names(const std::vector<size_t>& images, const CompareReport& report) {
  Json list = Json::list();
  for (const size_t i : images) list.add(name_of(i, report));
  return list;
}

Json failed_json(const CompareReport& report) {
  Json list = Json::list();
  for (const compare::Failed& f : report.comparison.failed) {
    list.add(Json::object({{"image", name_of(f.image, report)},
                           {"variant", f.variant},
                           {"stage", f.failure.stage},
                           {"error", f.failure.error}}));
  }
  return list;
}

}  // namespace

std::string compare_json(const CompareReport& report, size_t most_rounds) {
  const auto& found = report.comparison;
  const bool alone = report.setting.timing == compare::Timing::isolated;
  Json stages = Json::list();
  for (const auto& stage : found.stages) stages.add(stage);
  Json variants = Json::list();
  for (size_t v = 0; v < found.variants.size(); ++v) {
    Json variant = column_json(found.variants[v], report, v + 1, most_rounds);
    if (!found.verdicts.empty()) {
      variant.add("verdict", verdict_json(found.verdicts[v], found));
      variant.add("words", verdict_text(report, v));
    }
    if (v < found.differences.size() && found.differences[v]) {
      variant.add("first_difference", difference_json(*found.differences[v], report));
    }
    variants.add(std::move(variant));
  }
  Json baseline = column_json(found.baseline, report, 0, most_rounds);
  baseline.add("seconds_again", times(found.again, most_rounds));
  return Json::object({{"pipeline", PIPELINE_VERSION},
                       {"machine", host::processor()},
                       {"system", host::operating_system()},
                       {"timing", alone ? "isolated" : "throughput"},
                       {"threads", report.setting.threads},
                       {"library_threads", alone ? report.setting.threads : 1},
                       {"seed", std::to_string(report.setting.seed)},
                       {"budget", report.setting.budget.count()},
                       {"alpha", report.setting.rule.alpha},
                       {"least_images", compare::least_images},
                       {"rounds", found.rounds},
                       {"timed_stages", std::move(stages)},
                       {"images", names(found.judged, report)},
                       {"timed_images", names(found.timed, report)},
                       {"failed", failed_json(report)},
                       {"not_reached", found.left},
                       {"given_twice", found.twins},
                       {"stopped", found.stopped},
                       {"metrics", metrics_json(found.metrics)},
                       {"baseline", std::move(baseline)},
                       {"variants", std::move(variants)}})
             .text() +
         "\n";
}

}  // namespace pipeline::cli
