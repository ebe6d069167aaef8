// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/scalar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

namespace pipeline::graph {

namespace {

// CSS Color Module Level 4, a handful.
constexpr std::pair<std::string_view, uint32_t> names[] = {
    {"aqua", 0x00FFFFFF},   {"black", 0x000000FF},   {"blue", 0x0000FFFF},
    {"brown", 0xA52A2AFF},  {"cyan", 0x00FFFFFF},    {"fuchsia", 0xFF00FFFF},
    {"gray", 0x808080FF},   {"green", 0x008000FF},   {"grey", 0x808080FF},
    {"lime", 0x00FF00FF},   {"magenta", 0xFF00FFFF}, {"maroon", 0x800000FF},
    {"navy", 0x000080FF},   {"olive", 0x808000FF},   {"orange", 0xFFA500FF},
    {"pink", 0xFFC0CBFF},   {"purple", 0x800080FF},  {"red", 0xFF0000FF},
    {"silver", 0xC0C0C0FF}, {"teal", 0x008080FF},    {"transparent", 0x0},
    {"white", 0xFFFFFFFF},  {"yellow", 0xFFFF00FF}};

std::array<float, 4> unpacked(uint32_t rgba) {
  std::array<float, 4> colour{};
  for (size_t i = 0; i < 4; ++i) {
    colour[i] = static_cast<float>((rgba >> (24 - 8 * i)) & 255U) / 255.0F;
  }
  return colour;
}

// from_chars takes no '+', but "inf" and "nan".
std::string_view digits_of(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const std::string_view unsigned_part = text.substr(text.starts_with('-') ? 1 : 0);
  const bool starts_well =
      !unsigned_part.empty() &&
      (unsigned_part[0] == '.' || (unsigned_part[0] >= '0' && unsigned_part[0] <= '9'));
  return starts_well ? text : std::string_view();
}

template <class T>
std::optional<T> parse_all(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  const std::string_view digits = digits_of(text);
  if (digits.empty()) return std::nullopt;
  const auto value = parse_all<double>(digits);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<int64_t> parse_integer(std::string_view text) {
  const std::string_view digits = digits_of(text);
  if (digits.empty()) return std::nullopt;
  if (const auto value = parse_all<int64_t>(digits)) return value;
  const auto value = parse_number(text);
  if (!value || *value != std::floor(*value) || std::abs(*value) > 9007199254740992.0) {
    return std::nullopt;
  }
  return static_cast<int64_t>(*value);
}

std::optional<std::array<float, 4>> parse_colour(std::string_view text) {
  for (const auto& [name, rgba] : names) {
    if (text == name) return unpacked(rgba);
  }
  if (!text.starts_with('#')) return std::nullopt;
  std::string digits(text.substr(1));
  if (digits.size() == 3) {
    digits = {digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]};
  }
  if (digits.size() == 6) digits += "ff";
  if (digits.size() != 8) return std::nullopt;
  uint32_t rgba = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + 8, rgba, 16);
  if (error != std::errc() || end != digits.data() + 8) return std::nullopt;
  return unpacked(rgba);
}

std::string colour_text(const float rgba[4]) {
  char text[16];
  const auto byte = [&](int i) {
    return static_cast<unsigned>(std::lround(std::clamp(rgba[i], 0.0F, 1.0F) * 255.0F));
  };
  std::snprintf(text, sizeof text, "#%02x%02x%02x%02x", byte(0), byte(1), byte(2), byte(3));
  return text;
}

std::vector<std::string> colour_names() {
  std::vector<std::string> all;
  for (const auto& [name, rgba] : names) all.emplace_back(name);
  return all;
}

std::string number_text(double value) {
  char text[32];
  const auto result = std::abs(value) < 1e15 && value == std::floor(value)
                          ? std::to_chars(text, text + sizeof text, static_cast<int64_t>(value))
                          : std::to_chars(text, text + sizeof text, value);
  return {text, result.ptr};
}

}  // namespace pipeline::graph
