// SPDX-License-Identifier: Apache-2.0
// The one rule for names: of stages, ports and parameters, in a descriptor as in a graph.
#pragma once

#include <algorithm>
#include <string_view>

namespace pipeline::graph {

// [a-z][a-z0-9_]*
constexpr bool is_name(std::string_view text) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && is_lower(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_lower(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

}  // namespace pipeline::graph
