// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include "framework/cli/bench/report.hpp"
#include "framework/cli/command.hpp"
#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/result_file.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/compare/statistics.hpp"

namespace pipeline::cli {

namespace {

using graph::YamlNode;

const YamlNode* find(const YamlNode* map, std::string_view key) {
  const auto* entry = map ? map->find(key) : nullptr;
  return entry ? &entry->value : nullptr;
}

std::optional<double> number_at(const YamlNode* map, std::string_view key) {
  const YamlNode* node = find(map, key);
  return node ? std::optional(std::strtod(node->text.c_str(), nullptr)) : std::nullopt;
}

// An earlier report.
class Earlier {
 public:
  explicit Earlier(const std::string& file)
      : file_(file), root_(read_result("--against", file, expected)) {
    if (!at("output_bytes") || !at("isolated")) refuse(expected);
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw UsageError("--against " + file_ + ": " + why);
  }
  const YamlNode* at(std::string_view key) const { return find(&root_, key); }

  void check_images(const BenchReport& report) const {
    const YamlNode* images = at("images");
    const size_t count = images ? images->items.size() : 0;
    bool same = count == report.result.keys.size();
    for (size_t i = 0; same && i < count; ++i) {
      const YamlNode* key = find(&images->items[i], "xxh128");
      same = key && key->text == cache::text_of(report.result.keys[i]);
    }
    if (!same) {
      refuse("it is of other images (" + std::to_string(count) +
             "): measure the same ones in the same order, or write a new report with --json");
    }
  }

 private:
  std::string file_;
  static constexpr char expected[] = "expected what `pipeline bench --json FILE` writes";
  YamlNode root_;
};

// What there is no more of cannot get worse, and must not pass for it.
void look_for_gone(const BenchReport& report, const Earlier& earlier,
                   std::vector<std::string>& worse) {
  const auto look = [&](const char* section, const char* kind, const auto& parts) {
    const YamlNode* before = earlier.at(section);
    if (!before) return;
    for (const auto& [name, value] : before->entries) {
      const bool there =
          std::any_of(parts.begin(), parts.end(),
                      [&, &wanted = name](const auto& p) { return p.name == wanted.text; });
      if (!there) worse.push_back(std::string(kind) + " '" + name.text + "' is gone");
    }
  };
  look("output_bytes", "output", report.graph.outputs);
  look("metrics", "metric", report.graph.metrics);
}

void look_at_bytes(const BenchReport& report, const Earlier& earlier, double tolerance,
                   std::vector<std::string>& worse) {
  for (size_t k = 0; k < report.result.output_bytes.size(); ++k) {
    const std::string& name = report.graph.outputs[k].name;
    const auto before = number_at(earlier.at("output_bytes"), name);
    const auto now = static_cast<double>(report.result.output_bytes[k]);
    if (!before || now <= *before * (1 + tolerance)) continue;
    worse.push_back(formatted("output '%s': %.0f bytes, were %.0f", name.c_str(), now, *before));
  }
}

void look_at_memory(const BenchReport& report, const Earlier& earlier, double tolerance,
                    std::vector<std::string>& worse) {
  const YamlNode* stages = find(earlier.at("isolated"), "stages");
  for (const bench::StageCost& stage : report.result.isolated.stages) {
    const auto before = number_at(find(stages, stage.name), "memory");
    const auto now = static_cast<double>(stage.memory);
    // The system counts in pages, and a heap grows in larger steps than is asked for.
    constexpr double noise = 1 << 20;
    if (!before || stage.seconds.empty() || now <= *before * (1 + tolerance) + noise) continue;
    worse.push_back("stage '" + stage.name + "': memory " + bytes_text(stage.memory) + ", was " +
                    bytes_text(static_cast<size_t>(*before)));
  }
}

void look_at_quality(const BenchReport& report, const Earlier& earlier,
                     std::vector<std::string>& worse) {
  for (size_t m = 0; m < report.result.metrics.size(); ++m) {
    const graph::Metric& metric = report.graph.metrics[m];
    const pipeline_port* port = graph::port_of(report.graph, metric.from);
    const YamlNode* list = find(earlier.at("metrics"), metric.name);
    if (!list || !metric.margin || !port || !port->better) continue;
    std::vector<double> values;
    for (const YamlNode& item : list->items) {
      values.push_back(std::strtod(item.text.c_str(), nullptr));
    }
    const double before = compare::mean(values), now = compare::mean(report.result.metrics[m]);
    const double loss = port->better == PIPELINE_BETTER_LOWER ? now - before : before - now;
    if (!(loss > *metric.margin)) continue;
    worse.push_back(formatted("metric '%s': %.6g, was %.6g (margin %g)", metric.name.c_str(), now,
                              before, *metric.margin));
  }
}

}  // namespace

void check_bench_report(const std::string& file) { const Earlier report(file); }

std::vector<std::string> bench_regressions(const BenchReport& report, const std::string& file,
                                           double tolerance) {
  const Earlier earlier(file);
  earlier.check_images(report);
  std::vector<std::string> worse;
  look_for_gone(report, earlier, worse);
  look_at_bytes(report, earlier, tolerance, worse);
  look_at_quality(report, earlier, worse);
  look_at_memory(report, earlier, tolerance, worse);
  return worse;
}

}  // namespace pipeline::cli
