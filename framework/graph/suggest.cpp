// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/suggest.hpp"

#include <algorithm>

namespace pipeline::graph {

namespace {

constexpr size_t longest_word = 128;

std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = '_';
  }
  return result;
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  const size_t shorter = std::min(a.size(), b.size()), longer = std::max(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({row[j - 1] + 1, last[j] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
    before.swap(last);
    last.swap(row);
  }
  return std::min(last[b.size()], limit + 1);
}

std::string suggest(std::string_view word, const std::vector<std::string>& names) {
  if (word.empty() || word.size() > longest_word) return {};
  const std::string slip = folded(word);
  size_t best = std::clamp<size_t>(slip.size() / 3, 1, 3) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    const size_t limit = std::min(best - 1, std::max<size_t>(1, name.size() / 2));
    const size_t distance = edit_distance(slip, folded(name), limit);
    if (distance > limit) continue;
    best = distance;
    nearest = &name;
    if (best == 0) break;
  }
  return nearest ? *nearest : std::string();
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string name = suggest(word, names);
  return name.empty() ? "" : "did you mean '" + name + "'?";
}

}  // namespace pipeline::graph
