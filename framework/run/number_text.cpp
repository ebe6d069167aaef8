// SPDX-License-Identifier: Apache-2.0
#include "framework/run/number_text.hpp"

#include <charconv>

namespace pipeline::run {

std::string number_text(double number) {
  char text[32];  // the longest is "-2.2250738585072014e-308"
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

}  // namespace pipeline::run
