// SPDX-License-Identifier: Apache-2.0
#include "framework/cli/common/table.hpp"

#include <algorithm>

namespace pipeline::cli {

std::string laid_out(const Table& table) {
  std::vector<size_t> widths;
  for (const auto& row : table) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  std::string text;
  for (const auto& row : table) {
    for (size_t c = 0; c < row.size(); ++c) {
      const std::string pad(widths[c] - row[c].size(), ' ');
      text += c == 0 ? row[c] + pad : "  " + pad + row[c];
    }
    text += "\n";
  }
  return text;
}

}  // namespace pipeline::cli
