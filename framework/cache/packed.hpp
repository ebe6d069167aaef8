// SPDX-License-Identifier: Apache-2.0
// Structs without padding as bytes, one after the other.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

namespace pipeline::cache {

template <class T>
std::string_view view_of(const T* data, size_t count) {
  return {reinterpret_cast<const char*>(data), count * sizeof(T)};
}
template <class T>
std::string_view view_of(const T& object) {
  return view_of(&object, 1);
}

// Takes parts from the front; where there is no more, nothing is taken.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  template <class T>
  bool read(T& to) {
    const auto part = take(sizeof to);
    if (part) std::memcpy(&to, part->data(), sizeof to);
    return part.has_value();
  }
  std::optional<std::string_view> take(size_t size) {
    if (size > rest_.size()) return std::nullopt;
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return part;
  }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

}  // namespace pipeline::cache
