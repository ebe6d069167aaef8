// SPDX-License-Identifier: Apache-2.0
// JSON, written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace pipeline::graph {

// A text as a JSON string, quotes included; bytes that are not UTF-8 become U+FFFD.
std::string json_string(const std::string& text);

// A value; the members of an object stay in the order in which they were added.
class Json {
 public:
  using List = std::vector<Json>;
  using Members = std::vector<std::pair<std::string, Json>>;

  Json(bool value) : value_(value) {}
  Json(double value) : value_(value) {}  // finite
  Json(int64_t value) : value_(value) {}
  Json(int value) : value_(int64_t{value}) {}
  Json(unsigned value) : value_(int64_t{value}) {}
  Json(size_t value) : value_(static_cast<int64_t>(value)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(const char* text) : value_(std::string(text)) {}

  static Json list(List items = {}) { return Json(Value(std::move(items))); }
  static Json object(Members members = {}) { return Json(Value(std::move(members))); }

  Json& add(Json item);                   // to a list; returns this
  Json& add(std::string key, Json item);  // to an object, as its last member; returns this
  bool empty() const;                     // a list or an object without anything

  // Values that fit on a line stand on one; ends without a line break.
  std::string text() const;

 private:
  using Value = std::variant<bool, double, int64_t, std::string, List, Members>;
  explicit Json(Value value) : value_(std::move(value)) {}
  void write(std::string& to, size_t indent) const;
  std::string short_text(size_t most) const;

  Value value_;
};

}  // namespace pipeline::graph
