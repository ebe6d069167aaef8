// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/compare/text.hpp"

#include <algorithm>
#include <cmath>

#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/table.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/compare/statistics.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

using compare::Column;
using compare::Interval;
using compare::Metric;
using compare::MetricVerdict;
using compare::Quality;
using compare::Speed;
using compare::Verdict;

// Three digits that count.
std::string short_number(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return formatted("%.*f", decimals, value);
}

std::string signed_number(double value) {
  if (!std::isfinite(value)) return value > 0 ? "+inf" : "-inf";
  return (value >= 0 ? "+" : "") + short_number(value);
}

std::string interval_text(double low, double high) {
  // Nearer to 1, more digits.
  const double off = std::max(std::abs(low - 1), std::abs(high - 1));
  const int decimals = off < 0.1 ? 3 : off < 10 ? 2 : 1;
  return formatted("[%.*f, %.*f]", decimals, low, decimals, high);
}

std::string factor_text(double factor) {
  return formatted("%.*fx", factor < 1.1 ? 3 : factor < 10 ? 2 : 1, factor);
}

std::string images_text(size_t images) {
  return std::to_string(images) + (images == 1 ? " image" : " images");
}

std::string rounds_text(size_t rounds) {
  return std::to_string(rounds) + (rounds == 1 ? " round" : " rounds");
}

std::string would_decide(size_t images) {
  constexpr size_t most = 1000;
  return (images > most ? "more than 1000 images" : "about " + images_text(images)) +
         " more would decide";
}

std::string slower_or_faster(const Interval& ratio) {
  if (ratio.estimate < 1) {
    return factor_text(1 / ratio.estimate) + " faster " +
           interval_text(1 / ratio.high, 1 / ratio.low);
  }
  return factor_text(ratio.estimate) + " slower " + interval_text(ratio.low, ratio.high);
}

// Times of one table: the median over images of the median over rounds.
double typical(const compare::Times& times) {
  std::vector<double> medians;
  for (const auto& rounds : times) medians.push_back(compare::median(rounds));
  return compare::median(medians);
}

std::string speed_text(const Verdict& verdict, const compare::Comparison& comparison) {
  switch (verdict.speed) {
    case Speed::faster:
    case Speed::slower:
      return slower_or_faster(verdict.ratio);
    case Speed::same:
      return "as fast " + interval_text(verdict.ratio.low, verdict.ratio.high);
    case Speed::unsteady:
      return formatted(
          "no verdict on speed: the baseline, measured twice, differs from itself by %.1f %%",
          100 * std::abs(typical(comparison.again) / typical(comparison.baseline.times) - 1));
    case Speed::few:
    case Speed::undecided:
      break;
  }
  const std::string ended =
      comparison.stopped ? "it was stopped" : "--budget was over, a larger one may decide";
  if (comparison.baseline.times.empty()) {
    const bool all_too_large = comparison.beyond_memory == comparison.judged.size();
    return "speed not measured: " +
           (all_too_large ? "the inputs to time are beyond --memory, a larger one would do"
                          : ended);
  }
  if (verdict.speed == Speed::few) {
    return "no verdict on speed: after " + rounds_text(comparison.rounds) + " " + ended;
  }
  const std::string text = "no verdict on speed: " + slower_or_faster(verdict.ratio) + "; ";
  if (verdict.more_images > 0 && !comparison.stopped)
    return text + would_decide(verdict.more_images);
  return text + ended;
}

std::string metric_text(const MetricVerdict& verdict, const Metric& metric, size_t images) {
  const double sign = metric.lower_is_better ? -1 : 1;
  const Interval& gain = verdict.gain;
  std::string text = metric.name + " " + signed_number(sign * gain.estimate);
  if (!metric.unit.empty()) text += " " + metric.unit;
  if (images >= compare::least_images) {
    const double a = sign * gain.low, b = sign * gain.high;
    text += " [" + signed_number(std::min(a, b)) + ", " + signed_number(std::max(a, b)) + "]";
  }
  text += ", margin " + short_number(*metric.margin);
  if (verdict.quality == Quality::undecided) {
    text += ": " + would_decide(verdict.more_images);
  }
  return text;
}

std::string quality_text(const Verdict& verdict, const Column& variant,
                         const compare::Comparison& comparison) {
  for (const Column* column : {&comparison.baseline, &variant}) {
    if (column->repeats) continue;
    return "no verdict on quality: " + column->name + " makes different outputs of one image";
  }
  if (variant.same_output) return "the same output";
  if (comparison.metrics.empty()) return "quality not judged: there are no metrics";
  if (verdict.metrics.empty()) return "quality not judged: no metric has a margin";
  std::string text;
  switch (verdict.quality) {
    case Quality::same:
      text = "quality the same";
      break;
    case Quality::better:
      text = "quality better";
      break;
    case Quality::not_worse:
      text = "quality not worse";
      break;
    case Quality::worse:
      text = "quality worse";
      break;
    case Quality::undecided:
      text = "no verdict on quality";
      break;
  }
  std::string separator = " (";
  for (const MetricVerdict& m : verdict.metrics) {
    // What decided it, or all where nothing speaks against the variant.
    const bool bad = verdict.quality == Quality::worse || verdict.quality == Quality::undecided;
    if (bad && m.quality != verdict.quality) continue;
    text += separator + metric_text(m, comparison.metrics[m.metric], comparison.judged.size());
    separator = "; ";
  }
  return text + ")";
}

std::string table_text(const CompareReport& report) {
  const auto& found = report.comparison;
  const bool alone = report.setting.timing == compare::Timing::isolated;
  Table table{{"variant", alone ? "median ms" : "ms for all images"}};
  for (const Metric& m : found.metrics) {
    table[0].push_back(m.unit.empty() ? m.name : m.name + " (" + m.unit + ")");
  }
  table[0].insert(table[0].end(), {"output", "memory"});
  for (size_t v = 0; v <= found.variants.size(); ++v) {
    const Column& column = v == 0 ? found.baseline : found.variants[v - 1];
    auto& row = table.emplace_back();
    row.push_back(column.name);
    row.push_back(column.times.empty() ? "-" : short_number(1e3 * typical(column.times)));
    for (const auto& values : column.metrics) row.push_back(short_number(compare::mean(values)));
    row.push_back(bytes_text(found.output_bytes[v] / std::max<size_t>(1, found.judged.size())));
    row.push_back(found.peak_bytes[v] ? bytes_text(found.peak_bytes[v]) : "-");
  }
  return laid_out(table);
}

// Where each graph's outputs part from the baseline's.
std::string differences_text(const CompareReport& report) {
  const auto& found = report.comparison;
  std::string text;
  for (size_t v = 0; v < found.differences.size(); ++v) {
    text += found.variants[v].name;
    if (const auto& difference = found.differences[v]) {
      const auto& inputs = report.items[difference->image].inputs;
      text += ": first differs in stage '" + difference->stage + "', " + difference->port + " of " +
              (inputs.empty() ? "the image" : graph::printable(inputs[0].string())) + ": " +
              difference->text + "\n";
    } else {
      text += ": what the stages of both graphs make is the same\n";
    }
  }
  return text.empty() ? "" : text + "\n";
}

std::string stages_text(const std::vector<std::string>& stages) {
  std::string text;
  for (const auto& stage : stages) text += (text.empty() ? "" : ", ") + stage;
  return text;
}

std::string method_text(const CompareReport& report) {
  const auto& found = report.comparison;
  const auto& setting = report.setting;
  const bool alone = setting.timing == compare::Timing::isolated;
  std::string text = alone ? "timed: " + stages_text(found.stages) + ", alone, on "
                           : "timed: whole graphs, images in parallel, on ";
  text += std::to_string(setting.threads) + (setting.threads == 1 ? " thread" : " threads") + "; " +
          images_text(found.timed.size()) + ", " + rounds_text(found.rounds) +
          " in random order, seed " + std::to_string(setting.seed) + "\n";
  text += "threads: " + std::to_string(setting.threads) + " of oneTBB, and " +
          std::to_string(alone ? setting.threads : 1) +
          " in each call for a stage's library that has its own (OpenCV, ONNX Runtime)\n";
  if (!found.baseline.times.empty()) {
    const double ratio = typical(found.again) / typical(found.baseline.times);
    text += formatted("baseline against itself: %.3fx; ", ratio);
  }
  text += formatted("all intervals hold together with %.0f %%\n", 100 * (1 - setting.rule.alpha));
  if (found.judged.size() < compare::least_images) {
    text += (found.judged.size() == 1
                 ? "one image: what is said is said of it"
                 : images_text(found.judged.size()) + ": what is said is said of these") +
            ", not of others like them; that takes " + std::to_string(compare::least_images) + "\n";
  }
  if (alone && found.timed.size() < found.judged.size() && found.rounds > 0) {
    text += "timed " + images_text(found.timed.size()) + " of " +
            std::to_string(found.judged.size()) + ": the others' inputs are beyond --memory\n";
  }
  if (found.twins > 0) {
    text += images_text(found.twins) +
            (found.twins == 1 ? " is another one again" : " are others again") +
            ": what is given twice counts once\n";
  }
  if (found.stopped) text += "stopped before all was decided\n";
  if (found.left > 0) {
    text += images_text(found.left) + (found.left == 1 ? " was" : " were") +
            (found.stopped ? " not reached before that\n" : " not reached within --budget\n");
  }
  return text;
}

}  // namespace

std::string verdict_text(const CompareReport& report, size_t variant) {
  const auto& found = report.comparison;
  const Verdict& verdict = found.verdicts[variant];
  const std::string speed = speed_text(verdict, found);
  const std::string quality = quality_text(verdict, found.variants[variant], found);
  const Column& variant_column = found.variants[variant];
  const bool judged = found.baseline.repeats && variant_column.repeats;
  const bool not_good =
      judged && (verdict.quality == Quality::worse || verdict.quality == Quality::undecided);
  return not_good ? quality + "; " + speed : speed + "; " + quality;
}

std::string compare_text(const CompareReport& report) {
  const auto& found = report.comparison;
  std::string text;
  for (size_t v = 0; v < found.verdicts.size(); ++v) {
    text += found.variants[v].name + ": " + verdict_text(report, v) + "\n";
  }
  return text + "\n" + differences_text(report) + table_text(report) + "\n" + method_text(report);
}

}  // namespace pipeline::cli
