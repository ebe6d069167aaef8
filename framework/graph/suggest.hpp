// SPDX-License-Identifier: Apache-2.0
// Did you mean: the word that a typing slip was to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pipeline::graph {

// Insertions, deletions, replacements and swaps of neighbours that lead from a to b (optimal string
// alignment, a restricted Damerau-Levenshtein distance), or limit + 1 where there are more.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

// The nearest of names, the first among equals; empty if none is near: within one slip for each
// three letters, three at most. Upper and lower case are taken as one, and so are '-' and '_'.
std::string suggest(std::string_view word, const std::vector<std::string>& names);

// "did you mean 'threshold'?", or empty.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

}  // namespace pipeline::graph
