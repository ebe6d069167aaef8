// SPDX-License-Identifier: Apache-2.0
// A comparison as one HTML file that needs nothing else: no network, no other file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "framework/graph/json.hpp"
#include "framework/host/value.hpp"

namespace pipeline::report {

constexpr size_t largest_page = 30'000'000;  // bytes

// One file of the page's source, compiled in. html: with the places where the others go.
struct Part {
  std::string_view name, text;
};
extern const std::vector<Part> page_parts;

// JSON as the text of a script element: `<` nowhere, the same when it is read.
std::string script_text(std::string json);

// comparison: as `compare --json` writes it; details: what else the page's scripts read; files:
// pictures, by number.
std::string make_page(const std::string& comparison, const graph::Json& details,
                      const std::vector<host::Value>& files);

}  // namespace pipeline::report
