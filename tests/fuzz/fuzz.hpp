// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets demand of every input.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "framework/graph/utf8.hpp"

namespace pipeline::fuzz {

// Ends the process unless `holds`, which libFuzzer takes for a finding.
inline void must(bool holds, const char* what, const std::string& detail = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s: %s\n", what, detail.c_str());
  std::abort();
}

// UTF-8 without control characters, but for those of `also`.
inline bool is_clean(const std::string& text, const std::string& also = {}) {
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (control && also.find(c) == std::string::npos) return false;
  }
  return graph::first_bad_byte(text) == std::string::npos;
}

// Its scope must end soon, in processor time: a busy machine is no finding. What takes a second
// without sanitizers takes some five with them.
class Soon {
 public:
  Soon() = default;
  ~Soon() { must(std::clock() - start_ < 5 * CLOCKS_PER_SEC, "it takes too long"); }
  Soon(const Soon&) = delete;
  Soon& operator=(const Soon&) = delete;

 private:
  std::clock_t start_ = std::clock();
};

}  // namespace pipeline::fuzz
