// SPDX-License-Identifier: Apache-2.0
// The numbers by which a graph judges its results.
#pragma once

#include <string>
#include <vector>

#include "framework/graph/graph.hpp"
#include "framework/run/batch.hpp"

namespace pipeline::cli {

// "psnr (dB)", or the name alone.
std::string title_of(const graph::Graph& graph, const graph::Metric& metric);

// A line for each image that was done and, for several, their means and medians; units stand in the
// first line. [one thread at a time]
class MetricsTable {
 public:
  explicit MetricsTable(const graph::Graph& graph);

  void add(const run::Report& report);
  // Empty where no image was done.
  std::string text() const;

 private:
  using Line = std::vector<std::string>;
  std::vector<double> column(size_t metric) const;

  Line titles_;
  std::vector<std::string> images_;
  std::vector<std::vector<double>> values_;  // by image, then by metric
};

}  // namespace pipeline::cli
