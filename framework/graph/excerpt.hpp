// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pipeline::graph {

// A line as it is shown above a caret.
struct Excerpt {
  std::string text;   // no tabs or control characters, without leading blanks, cut when long
  size_t indent = 0;  // terminal columns before the caret
  size_t width = 1;   // terminal columns that the caret underlines
};

// The part of `line` around the bytes [begin, begin + length).
Excerpt make_excerpt(std::string_view line, size_t begin, size_t length);

}  // namespace pipeline::graph
