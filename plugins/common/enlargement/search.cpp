// SPDX-License-Identifier: Apache-2.0
#include "plugins/common/enlargement/search.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/common/enlargement/line_fit.hpp"

namespace enlargement {

namespace {

using pipeline::resize::Filter;

constexpr double least_square = 0.15;   // of what rounding leaves
constexpr double hardly_better = 0.05;  // cost of a sample

// Sums of squares over what a line's samples are off, and over those where it changes.
struct Off {
  double square = 0, changing = 0;
  size_t samples = 0, changes = 0;

  void add(std::span<const float> line, std::span<const float> predicted) {
    constexpr float change = 4;
    for (size_t i = 0; i < line.size(); ++i) {
      const double d = line[i] - predicted[i];
      square += d * d;
      const float across = line[std::min(i + 1, line.size() - 1)] - line[i > 0 ? i - 1 : 0];
      if (std::abs(across) <= change) continue;
      changing += d * d;
      ++changes;
    }
    samples += line.size();
  }
};

Off measure(std::span<const Line> lines, const Origin& origin, Bounds bounds) {
  Off off;
  LineFit fit(origin.filter, origin.length, static_cast<int>(lines.front().size()));
  std::vector<float> predicted(lines.front().size());
  for (const Line& line : lines) {
    fit.enlarge(fit.shrink(line, bounds), bounds, predicted);
    off.add(line, predicted);
  }
  return off;
}

double cost_of(const Off& off, size_t lines, int length) {
  const auto n = static_cast<double>(off.samples);
  const auto unknowns = static_cast<double>(lines) * length;
  return n * std::log(off.square / n + least_square) + unknowns * std::log(n);
}

bool explains(const Off& off, double most_off) {
  return off.changes > 0 && off.changing <= most_off * most_off * static_cast<double>(off.changes);
}

// A wrong filter of the right length explains much more than the lengths beside it do.
std::vector<int> promising_lengths(const std::vector<Line>& lines, int shortest, int longest) {
  constexpr size_t most = 8;
  const auto some = std::span(lines).first(std::min<size_t>(2, lines.size()));
  struct Dip {
    int length;
    double depth;
  };
  std::vector<Dip> dips;
  for (const Filter filter : {Filter::triangle, Filter::catmull_rom}) {
    std::vector<double> logs;
    for (int length = shortest - 1; length <= longest + 1; ++length) {
      const Off off = measure(some, {filter, length}, Bounds::none);
      logs.push_back(std::log(off.square / static_cast<double>(off.samples) + least_square));
    }
    for (size_t i = 1; i + 1 < logs.size(); ++i) {
      dips.push_back(
          {shortest - 1 + static_cast<int>(i), std::min(logs[i - 1], logs[i + 1]) - logs[i]});
    }
  }
  std::stable_sort(dips.begin(), dips.end(),
                   [](const Dip& a, const Dip& b) { return a.depth > b.depth; });
  std::vector<int> lengths;
  for (const Dip& dip : dips) {
    if (lengths.size() == most) break;
    if (std::find(lengths.begin(), lengths.end(), dip.length) == lengths.end()) {
      lengths.push_back(dip.length);
    }
  }
  return lengths;
}

}  // namespace

std::span<const Filter> known_filters() {
  static constexpr Filter filters[] = {Filter::triangle, Filter::catmull_rom, Filter::sharp_cubic,
                                       Filter::lanczos3, Filter::mitchell};
  return filters;
}

std::optional<Origin> find_origin(const std::vector<Line>& lines, std::span<const Filter> filters,
                                  int shortest, int longest, double most_off) {
  if (lines.empty() || longest < shortest) return {};
  std::optional<Origin> best;
  double least = 0;
  const double margin = hardly_better * static_cast<double>(lines.size() * lines.front().size());
  for (const int length : promising_lengths(lines, shortest, longest)) {
    for (const Filter filter : filters) {
      const Off off = measure(lines, {filter, length}, bounds_of_columns(filter));
      if (!explains(off, most_off)) continue;
      const double cost = cost_of(off, lines.size(), length);
      if (!best || cost < least - margin) best = Origin{filter, length}, least = cost;
    }
  }
  return best;
}

}  // namespace enlargement
