// SPDX-License-Identifier: Apache-2.0
// Rows of words as a table for people.
#pragma once

#include <string>
#include <vector>

namespace pipeline::cli {

using Table = std::vector<std::vector<std::string>>;

// A line a row: the first column flush left, the others right, two spaces between.
std::string laid_out(const Table& table);

}  // namespace pipeline::cli
