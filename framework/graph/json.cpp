// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/json.hpp"

#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

std::string json_string(const std::string& text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (size_t at = 0; at < text.size();) {
    const CodePoint code = decode(text, at);
    if (!code.good) {
      quoted += "\\ufffd";
    } else if (code.value == '"' || code.value == '\\') {
      quoted += '\\';
      quoted += text[at];
    } else if (code.value < 0x20) {
      quoted += "\\u00";
      quoted += digits[code.value >> 4];
      quoted += digits[code.value & 15];
    } else {
      quoted.append(text, at, code.size);
    }
    at += code.size;
  }
  return quoted + '"';
}

}  // namespace pipeline::graph
