// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/units.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "framework/cli/common/formatted.hpp"

namespace pipeline::cli {

namespace {

constexpr double kibi = 1024;
constexpr std::pair<std::string_view, double> units[] = {{"", 1},
                                                         {"b", 1},
                                                         {"k", 1e3},
                                                         {"kb", 1e3},
                                                         {"m", 1e6},
                                                         {"mb", 1e6},
                                                         {"g", 1e9},
                                                         {"gb", 1e9},
                                                         {"t", 1e12},
                                                         {"tb", 1e12},
                                                         {"kib", kibi},
                                                         {"mib", kibi* kibi},
                                                         {"gib", kibi* kibi* kibi},
                                                         {"tib", kibi* kibi* kibi* kibi}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::string bytes_text(size_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size < 1e3) return formatted("%zu B", bytes);
  if (size < 1e6) return formatted("%.1f kB", size / 1e3);
  return size < 1e9 ? formatted("%.1f MB", size / 1e6) : formatted("%.1f GB", size / 1e9);
}

std::string rate_text(double per_second) {
  return formatted(per_second < 10 ? "%.1f/s" : "%.0f/s", per_second);
}

std::string time_text(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return formatted("%ld s", whole);
  if (whole < 3600) return formatted("%ld:%02ld", whole / 60, whole % 60);
  return formatted("%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string seconds_text(double seconds) { return formatted("%.2f s", seconds); }

std::optional<size_t> parse_bytes(const std::string& word) {
  double number = 0;
  const char* const last = word.data() + word.size();
  const auto [end, error] = std::from_chars(word.data(), last, number);
  if (error != std::errc()) return std::nullopt;
  std::string unit(end, last);
  unit.erase(0, std::min(unit.find_first_not_of(' '), unit.size()));
  std::transform(unit.begin(), unit.end(), unit.begin(), lower);
  for (const auto& [name, factor] : units) {
    const double bytes = number * factor;
    if (unit == name && bytes >= 1 && bytes < 1e18) return static_cast<size_t>(bytes);
  }
  return std::nullopt;
}

}  // namespace pipeline::cli
