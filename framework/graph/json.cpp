// SPDX-License-Identifier: Apache-2.0
#include "framework/graph/json.hpp"

#include "framework/graph/scalar.hpp"
#include "framework/graph/utf8.hpp"

namespace pipeline::graph {

namespace {

constexpr size_t line_width = 100;

}  // namespace

std::string json_string(const std::string& text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string quoted = "\"";
  for (size_t at = 0; at < text.size();) {
    const CodePoint code = decode(text, at);
    if (!code.good) {
      quoted += "\\ufffd";
    } else if (code.value == '"' || code.value == '\\') {
      quoted += '\\';
      quoted += text[at];
    } else if (code.value < 0x20) {
      quoted += "\\u00";
      quoted += digits[code.value >> 4];
      quoted += digits[code.value & 15];
    } else {
      quoted.append(text, at, code.size);
    }
    at += code.size;
  }
  return quoted + '"';
}

Json& Json::add(Json item) {
  std::get<List>(value_).push_back(std::move(item));
  return *this;
}

Json& Json::add(std::string key, Json item) {
  std::get<Members>(value_).emplace_back(std::move(key), std::move(item));
  return *this;
}

bool Json::empty() const {
  if (const auto* items = std::get_if<List>(&value_)) return items->empty();
  const auto* members = std::get_if<Members>(&value_);
  return members && members->empty();
}

std::string Json::text() const {
  std::string text;
  write(text, 0);
  return text;
}

// On one line; what comes back is longer than `most` if it does not fit, and may be cut.
std::string Json::short_text(size_t most) const {
  std::string text;
  if (const auto* truth = std::get_if<bool>(&value_)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value_)) return number_text(*number);
  if (const auto* whole = std::get_if<int64_t>(&value_)) return std::to_string(*whole);
  if (const auto* string = std::get_if<std::string>(&value_)) return json_string(*string);
  if (const auto* items = std::get_if<List>(&value_)) {
    for (const Json& item : *items) {
      text += (text.empty() ? "[" : ", ") + item.short_text(most);
      if (text.size() > most) return text;
    }
    return text.empty() ? "[]" : text + "]";
  }
  for (const auto& [key, item] : std::get<Members>(value_)) {
    text += (text.empty() ? "{" : ", ") + json_string(key) + ": " + item.short_text(most);
    if (text.size() > most) return text;
  }
  return text.empty() ? "{}" : text + "}";
}

void Json::write(std::string& to, size_t indent) const {
  const size_t begin = to.rfind('\n') + 1;  // npos + 1 is 0
  const size_t used = to.size() - begin;
  const size_t left = used < line_width ? line_width - used : 0;
  const bool nested = value_.index() >= 4;
  if (std::string text = short_text(left); !nested || text.size() <= left) {
    to += text;
    return;
  }
  const std::string margin(indent + 1, ' ');
  const auto* items = std::get_if<List>(&value_);
  const char* separator = items ? "[\n" : "{\n";
  if (items) {
    for (const Json& item : *items) {
      to += separator + margin;
      item.write(to, indent + 1);
      separator = ",\n";
    }
    to += "\n" + std::string(indent, ' ') + "]";
    return;
  }
  for (const auto& [key, item] : std::get<Members>(value_)) {
    to += separator + margin + json_string(key) + ": ";
    item.write(to, indent + 1);
    separator = ",\n";
  }
  to += "\n" + std::string(indent, ' ') + "}";
}

}  // namespace pipeline::graph
