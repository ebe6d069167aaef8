// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/bench/report.hpp"

#include <algorithm>
#include <cmath>

#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/metrics_table.hpp"
#include "framework/cli/common/table.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/compare/statistics.hpp"
#include "framework/graph/json.hpp"
#include "framework/host/machine.hpp"

namespace pipeline::cli {

namespace {

using bench::Costs;
using bench::StageCost;
using graph::Json;

// The value below which 95 of 100 lie; the largest of few.
double percentile_95(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto at = static_cast<size_t>(std::ceil(0.95 * static_cast<double>(values.size())));
  return values[std::max<size_t>(at, 1) - 1];
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

std::string costs_text(const Costs& costs, bool alone) {
  double all = 0;
  for (const StageCost& stage : costs.stages) all += sum_of(stage.seconds);
  Table table{{"stage", "uses", "median ms", "p95 ms", "share", "MP/s"}};
  if (alone) table[0].insert(table[0].end(), {"in", "out", "allocations", "memory"});
  for (const StageCost& stage : costs.stages) {
    if (stage.seconds.empty()) continue;
    auto& row = table.emplace_back();
    row.push_back(stage.name);
    row.push_back(stage.uses);
    row.push_back(formatted("%.3f", 1e3 * compare::median(stage.seconds)));
    row.push_back(formatted("%.3f", 1e3 * percentile_95(stage.seconds)));
    row.push_back(formatted("%.1f%%", all > 0 ? 100 * sum_of(stage.seconds) / all : 0));
    row.push_back(stage.speed.empty() ? "-" : formatted("%.1f", compare::median(stage.speed)));
    if (!alone) continue;
    row.push_back(bytes_text(stage.bytes_in));
    row.push_back(bytes_text(stage.bytes_out));
    row.push_back(std::to_string(stage.allocations));
    row.push_back(stage.memory ? bytes_text(stage.memory) : "-");
  }
  return laid_out(table);
}

std::string overhead_text(const bench::Overhead& overhead) {
  return formatted(
      "framework: an empty stage costs %.0f ns an image alone, %.0f ns in parallel; a stage that "
      "copies %d x %d pixels takes %.2f ms, memcpy %.2f ms\n",
      1e9 * overhead.serial, 1e9 * overhead.flow, overhead.width, overhead.height,
      1e3 * overhead.copy_stage, 1e3 * overhead.copy);
}

Json numbers(const std::vector<double>& values) {
  Json list = Json::list();
  for (const double v : values) list.add(std::isfinite(v) ? Json(v) : Json("inf"));
  return list;
}

Json costs_json(const Costs& costs) {
  Json stages = Json::object();
  for (const StageCost& stage : costs.stages) {
    if (stage.seconds.empty()) continue;
    stages.add(stage.name, Json::object({{"uses", stage.uses},
                                         {"bytes_in", stage.bytes_in},
                                         {"bytes_out", stage.bytes_out},
                                         {"allocations", stage.allocations},
                                         {"memory", stage.memory},
                                         {"seconds", numbers(stage.seconds)}}));
  }
  return Json::object(
      {{"images_per_second", costs.images_per_second}, {"stages", std::move(stages)}});
}

}  // namespace

std::string bench_text(const BenchReport& report) {
  const auto& result = report.result;
  std::string text;
  if (!result.images.empty()) {
    const std::string threads = std::to_string(report.setting.threads) +
                                (report.setting.threads == 1 ? " thread" : " threads");
    text += formatted("stage after stage, each on %s: %.3g images/s\n", threads.c_str(),
                      result.isolated.images_per_second) +
            costs_text(result.isolated, true) +
            formatted("\nimages in parallel on %s, each stage on one: %.3g images/s\n",
                      threads.c_str(), result.throughput.images_per_second) +
            costs_text(result.throughput, false) + "\n";
    std::string line;
    for (size_t k = 0; k < result.output_bytes.size(); ++k) {
      line += (line.empty() ? "" : ", ") + report.graph.outputs[k].name + " " +
              bytes_text(result.output_bytes[k]);
    }
    for (size_t m = 0; m < result.metrics.size(); ++m) {
      line += (line.empty() ? "" : ", ") + title_of(report.graph, report.graph.metrics[m]) + " " +
              formatted("%.4g", compare::mean(result.metrics[m]));
    }
    if (!line.empty())
      text += "made of " + std::to_string(result.images.size()) +
              (result.images.size() == 1 ? " image: " : " images: ") + line + "\n";
  }
  return text + overhead_text(report.overhead);
}

std::string bench_json(const BenchReport& report) {
  const auto& result = report.result;
  Json images = Json::list(), outputs = Json::object(), metrics = Json::object();
  for (size_t i = 0; i < result.images.size(); ++i) {
    images.add(Json::object({{"name", run::name_of(report.items[result.images[i]])},
                             {"xxh128", cache::text_of(result.keys[i])}}));
  }
  for (size_t k = 0; k < result.output_bytes.size(); ++k) {
    outputs.add(report.graph.outputs[k].name, result.output_bytes[k]);
  }
  for (size_t m = 0; m < result.metrics.size(); ++m) {
    metrics.add(report.graph.metrics[m].name, numbers(result.metrics[m]));
  }
  const auto& overhead = report.overhead;
  return Json::object({{"pipeline", PIPELINE_VERSION},
                       {"machine", host::processor()},
                       {"system", host::operating_system()},
                       {"graph", report.graph.name},
                       {"threads", report.setting.threads},
                       {"images", std::move(images)},
                       {"output_bytes", std::move(outputs)},
                       {"metrics", std::move(metrics)},
                       {"isolated", costs_json(result.isolated)},
                       {"throughput", costs_json(result.throughput)},
                       {"overhead", Json::object({{"serial_seconds", overhead.serial},
                                                  {"flow_seconds", overhead.flow},
                                                  {"copy_stage_seconds", overhead.copy_stage},
                                                  {"copy_seconds", overhead.copy}})}})
             .text() +
         "\n";
}

}  // namespace pipeline::cli
