// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "framework/host/value.hpp"
#include "framework/run/number_text.hpp"

namespace pipeline::run {

// Calls use(text) with what is written of an output: bytes as they are, a number as the shortest
// line that reads back as the same. [any thread]
template <class Use>
auto with_output_text(const host::Value& value, Use use) {
  if (const auto number = value.number()) {
    return use(std::string_view(number_text(*number) + '\n'));
  }
  return use(value.bytes().value_or(std::string_view()));
}

inline size_t output_bytes(const host::Value& value) {
  return with_output_text(value, [](std::string_view text) { return text.size(); });
}

}  // namespace pipeline::run
