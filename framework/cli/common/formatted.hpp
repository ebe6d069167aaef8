// SPDX-License-Identifier: Apache-2.0
// printf into a string.
#pragma once

#include <cstdio>
#include <string>

namespace pipeline::cli {

// At most 255 characters.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

}  // namespace pipeline::cli
