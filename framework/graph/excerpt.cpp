// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/excerpt.hpp"

#include <algorithm>

#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t bytes_before = 56, bytes_shown = 112;

size_t cells_of(std::string_view text) {
  size_t sum = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint code = decode(text, at);
    sum += code.good ? cells(code.value) : 1;
    at += code.size;
  }
  return sum;
}

// Moves a cut back to the start of a code point.
size_t boundary(std::string_view text, size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

Excerpt make_excerpt(std::string_view line, size_t begin, size_t length) {
  begin = std::min(begin, line.size());
  size_t first = std::min(line.find_first_not_of(" \t"), begin);
  const bool cut_left = begin - first > bytes_before && line.size() - first > bytes_shown;
  if (cut_left) first = boundary(line, begin - bytes_before);
  const size_t last = boundary(line, std::min(line.size(), first + bytes_shown));
  const size_t end = std::min(last, begin + length);

  const std::string dots = "...";
  Excerpt excerpt;
  excerpt.text = (cut_left ? dots : "") + printable(line.substr(first, last - first)) +
                 (last < line.size() ? dots : "");
  excerpt.indent = (cut_left ? dots.size() : 0) + cells_of(line.substr(first, begin - first));
  excerpt.width = std::max<size_t>(1, end > begin ? cells_of(line.substr(begin, end - begin)) : 0);
  return excerpt;
}

}  // namespace pipeline::graph
