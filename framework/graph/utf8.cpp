// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace pipeline::graph {

namespace {

constexpr CodePoint bad{0xFFFD, 1, false};
constexpr size_t tab_cells = 4;

struct Range {
  char32_t first, last;
};

// Combining marks, zero-width characters and variation selectors.
constexpr Range no_cells[] = {{0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},
                              {0x610, 0x61A},   {0x64B, 0x65F},   {0x200B, 0x200F},
                              {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20F0},
                              {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
// East Asian wide and emoji (UAX 11, the blocks as a whole).
constexpr Range two_cells[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                               {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                               {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                               {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <size_t N>
bool within(const Range (&ranges)[N], char32_t code) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](Range r) { return code >= r.first && code <= r.last; });
}

bool is_continuation(char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; }

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

bool is_code_point(char32_t value, size_t size) {
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  return value >= smallest[size] && value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

void append_escaped(std::string& to, char32_t code) {
  constexpr char digits[] = "0123456789abcdef";
  to += "\\x";
  to += digits[code >> 4];
  to += digits[code & 15];
}

}  // namespace

CodePoint decode(std::string_view text, size_t at) {
  const auto lead = static_cast<uint8_t>(text[at]);
  if (lead < 0x80) return {lead, 1, true};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return bad;
  char32_t value = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    if (!is_continuation(text[at + i])) return bad;
    value = (value << 6) | (static_cast<uint8_t>(text[at + i]) & 0x3FU);
  }
  if (!is_code_point(value, size)) return bad;
  return {value, size, true};
}

size_t first_bad_byte(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint code = decode(text, at);
    if (!code.good) return at;
    at += code.size;
  }
  return std::string_view::npos;
}

size_t count_code_points(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

size_t cells(char32_t code) {
  if (code == '\t') return tab_cells;
  if (is_control(code)) return 4;
  if (within(no_cells, code)) return 0;
  return within(two_cells, code) ? 2 : 1;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint code = decode(text, at);
    if (!code.good) {
      shown += "\xEF\xBF\xBD";
    } else if (code.value == '\t') {
      shown.append(tab_cells, ' ');
    } else if (is_control(code.value)) {
      append_escaped(shown, code.value);
    } else {
      shown += text.substr(at, code.size);
    }
    at += code.size;
  }
  return shown;
}

std::string in_quotes(std::string_view text) {
  constexpr size_t longest = 60;
  if (text.size() <= longest) return "'" + std::string(text) + "'";
  size_t end = longest;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(text.substr(0, end)) + "...'";
}

}  // namespace pipeline::graph
