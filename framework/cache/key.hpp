// SPDX-License-Identifier: Apache-2.0
// 128 bits that stand for any number of bytes: equal keys, equal bytes.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pipeline::cache {

// XXH3 (https://github.com/Cyan4973/xxHash), the same on every machine of one byte order. Not for
// bytes that somebody made to collide.
struct Key {
  uint64_t high = 0, low = 0;
  auto operator<=>(const Key&) const = default;
};

// 32 hexadecimal digits.
std::string text_of(const Key& key);

Key key_of(std::string_view bytes);

// The key of parts that come one after the other.
class Hash {
 public:
  Hash();
  ~Hash();
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;

  // As it is: what two neighbours are together is what one with the bytes of both is.
  Hash& bytes(std::string_view part);
  // With its length, so that it is told apart from its neighbours.
  Hash& text(std::string_view part);
  Hash& key(const Key& part) { return number(part.high).number(part.low); }
  template <class T>
  Hash& number(T part) {
    return bytes({reinterpret_cast<const char*>(&part), sizeof part});
  }
  Key result() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pipeline::cache
