// SPDX-License-Identifier: Apache-2.0
#include "plugins/metric/nodes/path_data.hpp"

#include <algorithm>

namespace pipeline::metric {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The length of the number that `text` starts with, or 0.
size_t number_length(std::string_view text) {
  const auto at = [&](size_t i) { return i < text.size() ? text[i] : '\0'; };
  size_t i = at(0) == '+' || at(0) == '-' ? 1 : 0;
  const size_t begin = i;
  while (is_digit(at(i))) ++i;
  size_t digits = i - begin;
  if (at(i) == '.' && (digits > 0 || is_digit(at(i + 1)))) {
    const size_t point = i++;
    while (is_digit(at(i))) ++i;
    digits += i - point - 1;
  }
  if (digits == 0) return 0;
  if (at(i) == 'e' || at(i) == 'E') {
    const size_t power = at(i + 1) == '+' || at(i + 1) == '-' ? i + 2 : i + 1;
    if (is_digit(at(power))) {
      i = power;
      while (is_digit(at(i))) ++i;
    }
  }
  return i;
}

// Numbers that one segment of a command takes; -1 for what is no command.
int numbers_of(char command) {
  switch (command | 0x20) {
    case 'm':
    case 'l':
    case 't':
      return 2;
    case 'h':
    case 'v':
      return 1;
    case 's':
    case 'q':
      return 4;
    case 'c':
      return 6;
    case 'a':
      return 7;
    case 'z':
      return 0;
    default:
      return -1;
  }
}

}  // namespace

uint64_t path_nodes(std::string_view data) {
  constexpr int arc = 7;
  uint64_t nodes = 0, numbers = 0;
  int each = 0;
  const auto finish = [&] {
    if (each > 0) nodes += std::max<uint64_t>(1, numbers / static_cast<uint64_t>(each));
  };
  while (!data.empty()) {
    const char c = data.front();
    size_t length = 1;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (const int own = letter ? numbers_of(c) : -1; own >= 0) {
      finish();
      each = own, numbers = 0;
    } else if (const uint64_t place = numbers % arc;
               each == arc && (place == 3 || place == 4) && (c == '0' || c == '1')) {
      ++numbers;
    } else if (const size_t found = number_length(data)) {
      ++numbers;
      length = found;
    }
    data.remove_prefix(length);
  }
  finish();
  return nodes;
}

uint64_t points_nodes(std::string_view points) {
  uint64_t numbers = 0;
  while (!points.empty()) {
    const size_t length = number_length(points);
    if (length > 0) ++numbers;
    points.remove_prefix(std::max<size_t>(1, length));
  }
  return numbers / 2;
}

}  // namespace pipeline::metric
