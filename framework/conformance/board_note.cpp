// SPDX-License-Identifier: Apache-2.0
#include "framework/conformance/board_note.hpp"

#include <cstring>

namespace pipeline::conformance {

namespace {

// The last thing done stands first, in a field of this size; then how it ended.
constexpr size_t doing_room = 1024;
constexpr size_t text_room = 4096;

}  // namespace

void BoardNote::doing(std::string_view text) {
  char field[doing_room] = {};
  text.copy(field, doing_room - 1);
  board_.put({field, doing_room});
}

void BoardNote::ended(Ended how, std::string_view text) {
  std::string told = board_.take();
  told.resize(doing_room);
  told += static_cast<char>(how);
  told += text.substr(0, text_room);
  board_.put(told);
}

void BoardNote::fault(const char* text) {
  const size_t length = std::strlen(text);
  char told[1 + 256] = {static_cast<char>(Ended::broken)};
  const size_t fits = length < 256 ? length : 256;
  std::memcpy(told + 1, text, fits);
  board_.append(doing_room, {told, 1 + fits});
}

BoardNote::Told BoardNote::told() const {
  const std::string all = board_.take();
  if (all.size() < doing_room) return {};
  Told told{{}, {}, all.c_str()};
  if (all.size() == doing_room) return told;
  told.how = static_cast<Ended>(all[doing_room]);
  told.text = all.substr(doing_room + 1);
  return told;
}

}  // namespace pipeline::conformance
