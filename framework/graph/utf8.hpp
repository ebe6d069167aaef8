// SPDX-License-Identifier: Apache-2.0
// What messages and the reader need to know about UTF-8 (RFC 3629).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pipeline::graph {

struct CodePoint {
  char32_t value = 0;  // U+FFFD where the bytes are no UTF-8
  size_t size = 1;     // bytes it takes
  bool good = true;
};

// The code point that starts at text[at]; at < text.size().
CodePoint decode(std::string_view text, size_t at);

// Where the first byte stands that is no UTF-8; npos: none.
size_t first_bad_byte(std::string_view text);

// How many code points there are; bytes that are no UTF-8 count as one or none.
size_t count_code_points(std::string_view text);

// Columns that a terminal gives it: 0, 1 or 2. A tab takes as many as printable() makes of it.
size_t cells(char32_t code);

// The text as it may be shown on a terminal: tabs as four spaces, other control characters as \xNN,
// bytes that are no UTF-8 as U+FFFD.
std::string printable(std::string_view text);

// 'text', cut after 60 bytes or so: a user's word inside a message.
std::string in_quotes(std::string_view text);

}  // namespace pipeline::graph
