// SPDX-License-Identifier: Apache-2.0
// What a graph costs, as text and as JSON, and what has got worse since an earlier report.
#pragma once

#include <string>
#include <vector>

#include "framework/bench/costs.hpp"
#include "framework/bench/overhead.hpp"

namespace pipeline::cli {

struct BenchReport {
  const bench::Result& result;
  const bench::Overhead& overhead;
  const bench::Setting& setting;
  const graph::Graph& graph;
  const std::vector<run::Item>& items;
};

std::string bench_text(const BenchReport& report);

// All samples, and what bench_regressions reads.
std::string bench_json(const BenchReport& report);

// Throws UsageError if the file is no such report.
void check_bench_report(const std::string& file);

// One line for each thing that is worse than in the report that the file holds, of the same images:
// more bytes in an output or more memory in a stage by more than the share `tolerance`, a metric
// worse by more than its margin. Times are not looked at. Throws UsageError if the report is
// of other images.
std::vector<std::string> bench_regressions(const BenchReport& report, const std::string& file,
                                           double tolerance);

}  // namespace pipeline::cli
