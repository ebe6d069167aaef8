// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/run/profile.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "framework/cli/common/formatted.hpp"
#include "framework/cli/common/units.hpp"
#include "framework/compare/statistics.hpp"
#include "framework/graph/json.hpp"
#include "framework/host/system_memory.hpp"

namespace pipeline::cli {

namespace {

struct Row {
  std::string name, uses;
  std::vector<double> ms;     // by frame
  std::vector<double> speed;  // megapixels a second, of the calls that tell pixels
  double total_ms = 0;
  size_t most_pixels = 0, most_bytes = 0;
};

std::vector<Row> rows_of(const ProfileInput& input) {
  const auto& steps = input.program.steps();
  const auto row_of = [&](uint32_t step) {
    return step < steps.size() ? step : steps.size() + (UINT32_MAX - step);
  };
  std::vector<Row> rows(steps.size() + std::size(run::Span::names));
  for (size_t s = 0; s < steps.size(); ++s) {
    rows[s].name = steps[s].name;
    rows[s].uses = steps[s].instance->stage().id;
  }
  for (size_t n = 0; n < std::size(run::Span::names); ++n) {
    rows[steps.size() + n].name = run::Span::names[n];
  }
  std::vector<run::Span> spans = input.spans.sorted();
  std::stable_sort(spans.begin(), spans.end(),
                   [](const run::Span& a, const run::Span& b) { return a.frame < b.frame; });
  for (const run::Span& span : spans) {
    if (span.frame < input.warm_up) continue;
    const size_t row = row_of(span.step);
    const double ms = std::chrono::duration<double, std::milli>(span.end - span.begin).count();
    rows[row].ms.push_back(ms);
    rows[row].total_ms += ms;
    if (span.pixels > 0 && ms > 0) {
      rows[row].speed.push_back(static_cast<double>(span.pixels) / ms / 1e3);
    }
    rows[row].most_pixels = std::max(rows[row].most_pixels, span.pixels);
    rows[row].most_bytes = std::max(rows[row].most_bytes, span.bytes);
  }
  return rows;
}

// From the beginning of the first call that counts to the end of the last.
double measured_seconds(const ProfileInput& input) {
  std::optional<std::chrono::nanoseconds> begin;
  std::chrono::nanoseconds end{};
  for (const run::Span& span : input.spans.sorted()) {
    if (span.frame < input.warm_up) continue;
    begin = std::min(begin.value_or(span.begin), span.begin);
    end = std::max(end, span.end);
  }
  return begin ? std::chrono::duration<double>(end - *begin).count() : 0;
}

}  // namespace

std::string profile_table(const ProfileInput& input) {
  const std::vector<Row> rows = rows_of(input);
  double all = 0;
  int name_width = 5, uses_width = 4;
  for (const Row& row : rows) {
    all += row.total_ms;
    name_width = std::max(name_width, static_cast<int>(row.name.size()));
    uses_width = std::max(uses_width, static_cast<int>(row.uses.size()));
  }
  std::string text = formatted("%-*s  %-*s  %6s  %10s  %6s  %7s  %9s\n", name_width, "stage",
                               uses_width, "uses", "calls", "median ms", "share", "MP/s", "memory");
  for (const Row& row : rows) {
    if (row.ms.empty()) continue;
    const double share = all > 0 ? 100 * row.total_ms / all : 0;
    text += formatted("%-*s  %-*s  %6zu  %10.3f  %5.1f%%  ", name_width, row.name.c_str(),
                      uses_width, row.uses.c_str(), row.ms.size(), compare::median(row.ms), share);
    text += row.speed.empty() ? "      -  " : formatted("%7.1f  ", compare::median(row.speed));
    text += row.most_bytes ? formatted("%9s\n", bytes_text(row.most_bytes).c_str())
                           : formatted("%9s\n", "-");
  }
  return text + formatted("work %.2f s in %s on %u thread%s; peak memory of the process %s\n",
                          all / 1e3, seconds_text(measured_seconds(input)).c_str(), input.threads,
                          input.threads == 1 ? "" : "s",
                          bytes_text(host::peak_resident_memory()).c_str());
}

std::string profile_json(const ProfileInput& input) {
  std::string text = formatted(
      "{\"images\": %zu, \"threads\": %u, \"seconds\": %.6f, \"peak_resident_bytes\": %zu,\n"
      " \"stages\": {",
      input.images, input.threads, measured_seconds(input), host::peak_resident_memory());
  const char* separator = "";
  for (const Row& row : rows_of(input)) {
    if (row.ms.empty()) continue;
    text += std::string(separator) + "\n  " + graph::json_string(row.name) + ": {";
    if (!row.uses.empty()) text += "\"uses\": " + graph::json_string(row.uses) + ", ";
    text += "\"ms\": [";
    for (size_t i = 0; i < row.ms.size(); ++i) {
      text += formatted(i ? ", %.6f" : "%.6f", row.ms[i]);
    }
    text += formatted("], \"pixels\": %zu, \"peak_bytes\": %zu}", row.most_pixels, row.most_bytes);
    separator = ",";
  }
  return text + "}}\n";
}

}  // namespace pipeline::cli
