// SPDX-License-Identifier: Apache-2.0
// Numbers and colours as text, the same in every locale.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipeline::graph {

// Decimal, with a sign if wanted; "1e6" and "2.0" too, if they mean an integer below 2^53.
std::optional<int64_t> parse_integer(std::string_view text);

// Decimal and finite.
std::optional<double> parse_number(std::string_view text);

// "#rgb", "#rrggbb", "#rrggbbaa", or one of a few CSS names: sRGB-encoded, straight alpha, 0..1.
std::optional<std::array<float, 4>> parse_colour(std::string_view text);

// "#rrggbbaa"
std::string colour_text(const float rgba[4]);

// The CSS names that parse_colour knows.
std::vector<std::string> colour_names();

// The shortest text that means this number: "0.1", "256".
std::string number_text(double value);

}  // namespace pipeline::graph
