// SPDX-License-Identifier: Apache-2.0
// Every sample on a line of its own, for spreadsheets and data frames (RFC 4180).
#include "framework/cli/compare/text.hpp"
#include "framework/run/number_text.hpp"

namespace pipeline::cli {

namespace {

using compare::Column;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

std::string image_name(const CompareReport& report, size_t image) {
  return quoted(std::string(run::name_of(report.items[image])));
}

std::string seconds_lines(const std::string& variant, const char* what, const compare::Times& times,
                          const CompareReport& report) {
  const auto& found = report.comparison;
  // In throughput a round is of all images at once.
  const bool together = report.setting.timing == compare::Timing::throughput;
  std::string lines;
  for (size_t i = 0; i < times.size(); ++i) {
    const std::string image = together ? "" : image_name(report, found.timed[i]);
    for (size_t r = 0; r < times[i].size(); ++r) {
      lines += quoted(variant) + "," + image + "," + what + "," + std::to_string(r + 1) + "," +
               run::number_text(times[i][r]) + "\r\n";
    }
  }
  return lines;
}

std::string metric_lines(const Column& column, const CompareReport& report) {
  const auto& found = report.comparison;
  std::string lines;
  for (size_t m = 0; m < column.metrics.size(); ++m) {
    for (size_t i = 0; i < column.metrics[m].size(); ++i) {
      lines += quoted(column.name) + "," + image_name(report, found.judged[i]) + "," +
               quoted(found.metrics[m].name) + ",," + run::number_text(column.metrics[m][i]) +
               "\r\n";
    }
  }
  return lines;
}

}  // namespace

std::string compare_csv(const CompareReport& report) {
  const auto& found = report.comparison;
  std::string text = "variant,image,sample,round,value\r\n";
  text += seconds_lines(found.baseline.name, "seconds", found.baseline.times, report);
  text += seconds_lines(found.baseline.name, "seconds_again", found.again, report);
  for (const Column& variant : found.variants) {
    text += seconds_lines(variant.name, "seconds", variant.times, report);
  }
  text += metric_lines(found.baseline, report);
  for (const Column& variant : found.variants) text += metric_lines(variant, report);
  return text;
}

}  // namespace pipeline::cli
