// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/metrics_table.hpp"

#include <cmath>
#include <cstdio>

#include "framework/cli/common/table.hpp"
#include "framework/compare/statistics.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::cli {

namespace {

// Whole numbers as such, others with four decimals, large ones with one.
std::string number_text(double value) {
  constexpr double large = 1000;
  char text[400];
  const bool whole = value == std::floor(value) && std::abs(value) < 1e15;
  std::snprintf(text, sizeof text,
                whole                     ? "%.0f"
                : std::abs(value) < large ? "%.4f"
                                          : "%.1f",
                value);
  return text;
}

}  // namespace

std::string title_of(const graph::Graph& graph, const graph::Metric& metric) {
  const pipeline_port* port = graph::port_of(graph, metric.from);
  const char* unit = port ? port->unit : nullptr;
  return unit && *unit ? metric.name + " (" + unit + ")" : metric.name;
}

MetricsTable::MetricsTable(const graph::Graph& graph) : titles_{"image"} {
  for (const auto& metric : graph.metrics) titles_.push_back(title_of(graph, metric));
}

void MetricsTable::add(const run::Report& report) {
  if (report.failure) return;
  const auto& inputs = report.item->inputs;
  images_.push_back(inputs.empty() ? "" : graph::printable(inputs[0].filename().string()));
  values_.push_back(report.metrics);
}

std::vector<double> MetricsTable::column(size_t metric) const {
  std::vector<double> values;
  for (const auto& row : values_) values.push_back(row[metric]);
  return values;
}

std::string MetricsTable::text() const {
  if (values_.empty()) return "";
  std::vector<Line> lines{titles_};
  for (size_t i = 0; i < values_.size(); ++i) {
    Line& line = lines.emplace_back(Line{images_[i]});
    for (const double v : values_[i]) line.push_back(number_text(v));
  }
  if (values_.size() > 1) {
    Line means{"mean"}, medians{"median"};
    for (size_t k = 0; k + 1 < titles_.size(); ++k) {
      means.push_back(number_text(compare::mean(column(k))));
      medians.push_back(number_text(compare::median(column(k))));
    }
    lines.push_back(means), lines.push_back(medians);
  }
  return laid_out(lines);
}

}  // namespace pipeline::cli
