// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace pipeline::graph {

// A text as a JSON string, quotes included; bytes that are not UTF-8 become U+FFFD.
std::string json_string(const std::string& text);

}  // namespace pipeline::graph
